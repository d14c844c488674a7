import Foundation
import HDF5
import Images
import Kernels
import Metrics
import SearchSpaces
import Studies
import Synchronization
import Testing

/// A directory of its own for one test, removed with all its files at the end, and runs that take milliseconds in it.
final class Workplace: Sendable {
  let directory: String
  /// Twenty-four made-up images, 3x8x8.
  let images: ImagePool

  init() throws {
    directory = NSTemporaryDirectory() + "studies-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let values: [Float] = (0..<24 * 3 * 64).map { sin(Float($0) * 0.37) + cos(Float($0 / 8) * 0.11) }
    try HDF5File.create(at: directory + "/images.h5") { try $0.createDataset("images", values, shape: [24, 3, 8, 8]) }
    images = try ImagePool.load(.hdf5(file: directory + "/images.h5", dataset: "images"), seed: 0)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func path(_ name: String) -> String { "\(directory)/\(name)" }

  func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func write(_ text: String, to name: String) throws {
    let parent = URL(filePath: path(name)).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path(name)))
  }
}

// MARK: runs

extension Workplace {
  /// Settings of a tiny run: κ of 4 images, R of 40 crops, two repeats.
  func settings(
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

  func run(
    _ settings: RunSettings, in name: String, shard: Shard = .whole, threads: Int = 2, set: InstructionSet = .best
  ) -> ScoringRun {
    ScoringRun(
      settings: settings, directory: path(name), images: images, instructionSet: set, shard: shard, threads: threads,
      record: RunManifest.Record(images: "hdf5:images.h5#images"))
  }

  /// The finished `scores.csv` of a run.
  @discardableResult
  func scores(
    _ settings: RunSettings, in name: String, shard: Shard = .whole, threads: Int = 2
  ) throws -> String {
    try run(settings, in: name, shard: shard, threads: threads).execute()
    return try text("\(name)/scores.csv")
  }

  /// Runs until about `count` rows have been asked for, and expects the interruption.
  func interrupt(_ run: ScoringRun, after count: Int) {
    let asked = Atomic(0)
    let error = #expect(throws: StudyError.self) {
      try run.execute(isCancelled: { asked.add(1, ordering: .relaxed).oldValue >= count })
    }
    #expect(error?.kind == .interrupted)
  }
}

/// Expects a study's error of a kind, whose one line contains all the words.
func expect(
  _ kind: StudyError.Kind, _ words: String..., location: SourceLocation = #_sourceLocation, from body: () throws -> Void
) {
  let error = #expect(throws: StudyError.self, sourceLocation: location) { try body() }
  guard let error else { return }
  #expect(error.kind == kind, sourceLocation: location)
  #expect(!error.description.contains("\n"), sourceLocation: location)
  for word in words {
    #expect(error.description.contains(word), "\(error.description)", sourceLocation: location)
  }
}
