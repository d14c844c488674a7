import AccuracyTables
import Foundation
import HDF5
import SearchSpaces
import TestSupport
import Testing

/// Inputs small enough to be made by a test.
extension Workplace {
  /// Options of a run that takes milliseconds; it needs ``writeImages()``.
  static let tiny = "--batch 4 --repeats 1 --images hdf5:images.h5#images"

  /// Sixteen images of uneven brightness, `images.h5`.
  func writeImages() throws {
    let places = Array(0..<16 * 3 * 32 * 32)
    let values: [Float] = places.map { place in sin(Float(place) * 0.37) + cos(Float(place / 32) * 0.11) }
    try HDF5File.create(at: path("images.h5")) { file in
      try file.createDataset("images", values, shape: [16, 3, 32, 32])
    }
  }

  /// A table of the whole benchmark with made-up accuracies.
  func writeTable(
    _ name: String, of dataset: BenchmarkDataset = .cifar10,
    accuracy: (Int) -> Double = { 50 + Double($0 * 7919 % 4000) / 100 }
  ) throws {
    let architectures = NASBench201.architectures.map(\.description)
    let table = try AccuracyTable(
      source: "made up", architectures: architectures,
      columns: [ColumnName(dataset): architectures.indices.map(accuracy)])
    try table.write(to: path(name))
  }

  /// A run directory, `run`, of six cells, made with ``tiny``.
  func writeRun() throws {
    try writeImages()
    try succeed("score --sample 6 --output run \(Self.tiny)")
  }
}
