import Foundation
import HDF5
import Images
import Kernels
import Metrics
import Runs
import Synchronization
import Testing

/// Runs that take milliseconds.
extension Workplace {
  private static let pixels: [Float] = (0..<24 * 3 * 64).map { sin(Float($0) * 0.37) + cos(Float($0 / 8) * 0.11) }
  private static let pool = Result {
    let place = try Workplace()
    try place.writeSmallImages()
    return try ImagePool.load(.hdf5(file: place.path("images.h5"), dataset: "images"), seed: 0)
  }

  /// Twenty-four made-up images, 3x8x8.
  package var images: ImagePool { try! Self.pool.get() }

  /// Writes ``images`` as `images.h5`, for what reads them itself.
  package func writeSmallImages() throws {
    try HDF5File.create(at: path("images.h5")) {
      try $0.createDataset("images", Self.pixels, shape: [24, 3, 8, 8])
    }
  }

  /// Settings of a tiny run: κ of 4 images, R of 40 crops, two repeats.
  package func settings(
    _ selection: Selection = .sample(8), seed: UInt64 = 7,
    metrics: [String] = ["kappa", "regions", "parameters", "flops"],
    set: InstructionSet = .best, change: (inout ScoringProtocol) -> Void = { _ in }
  ) -> RunSettings {
    var scoring = ScoringProtocol(.paper)
    (scoring.kappa.batch, scoring.repeats) = (4, 2)
    (scoring.regions.batches, scoring.regions.batch) = (2, 20)
    change(&scoring)
    return RunSettings(
      selection: selection, protocolName: .paper, scoring: scoring, metrics: metrics, seed: seed,
      imageSource: .hdf5(file: "images.h5", dataset: "images"), images: images, instructionSet: set)
  }

  package func run(
    _ settings: RunSettings, in name: String, shard: Shard = .whole, threads: Int = 2, set: InstructionSet = .best
  ) -> ScoringRun {
    ScoringRun(
      settings: settings, directory: path(name), images: images, instructionSet: set, shard: shard, threads: threads,
      record: RunManifest.Record(images: "hdf5:images.h5#images"))
  }

  /// The finished `scores.csv` of a run.
  @discardableResult
  package func scores(
    _ settings: RunSettings, in name: String, shard: Shard = .whole, threads: Int = 2
  ) throws -> String {
    try run(settings, in: name, shard: shard, threads: threads).execute()
    return try text("\(name)/scores.csv")
  }

  /// Runs until about `count` rows have been asked for, and expects the interruption.
  package func interrupt(_ run: ScoringRun, after count: Int) {
    let asked = Atomic(0)
    expect(.interrupted) {
      try run.execute(isCancelled: { asked.add(1, ordering: .relaxed).oldValue >= count })
    }
  }
}
