import Foundation
import HDF5
import Images
import Metrics
import Runs
import Scores
import SearchSpaces
import Synchronization
import TestSupport
import Testing

/// A cell that cannot be scored is a row with its reason, and the run goes on.
@Suite struct FailureTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  /// A metric that throws for some cells as long as it is told to.
  private struct Moody: Metric {
    static let description = MetricDescription(
      name: "moody", direction: .higherIsBetter, definition: "the cell's key", cost: "nothing", source: "made up")
    static let isBroken = Atomic(true)

    struct Mood: Error, CustomStringConvertible { let description = "not today, \"thank you\"\nsecond line" }

    func score(_ found: Observations) throws -> Double {
      let index = NASBench201.index(of: found.cell as! NASBench201.Architecture)
      if index % 3 == 0 && Self.isBroken.load(ordering: .relaxed) { throw Mood() }
      return Double(index)
    }
  }

  private func moodyRun(_ name: String, shard: Shard = .whole) -> ScoringRun {
    let settings = place.settings(.architectures(Array(100..<112)), metrics: ["regions", "moody"])
    return ScoringRun(
      settings: settings, directory: place.path(name), images: place.images, instructionSet: .best, shard: shard,
      threads: 2, record: RunManifest.Record(images: "hdf5:images.h5#images"),
      table: MetricTable.entries + [MetricTable.Entry { _ in Moody() }])
  }

  @Test func thrownErrors() throws {
    Moody.isBroken.store(true, ordering: .relaxed)
    let result = try moodyRun("run").execute()
    #expect(result == ScoringRun.Progress(done: 24, resumed: 0, total: 24, failed: 8))
    let file = try ScoreFile(path: place.path("run"))
    #expect(file.metrics.last == "moody")
    for row in file.rows {
      #expect(row.isFailed == (row.index % 3 == 0) && row.scores[4]!.isNaN == row.isFailed)
      #expect(row.scores[1] != nil && !row.scores[1]!.isNaN)
    }
    let failures = try CellFailure.read(directory: place.path("run"))
    #expect(
      failures.map(\.index) == [102, 102, 105, 105, 108, 108, 111, 111]
        && failures.map(\.repeat) == [0, 1, 0, 1, 0, 1, 0, 1])
    #expect(failures.allSatisfy { $0.metric == "moody" && $0.reason == "not today, \"thank you\" second line" })

    #expect(try moodyRun("run").execute().resumed == 24, "failed rows are rows")
    for number in 1...2 { try moodyRun("part\(number)", shard: Shard(parsing: "\(number)/2")).execute() }
    try RunMerge.merge(["part1", "part2"].map(place.path), into: place.path("merged"))
    for name in ["scores.csv", "scores.sum", "failures.csv"] {
      #expect(try place.text("merged/\(name)") == place.text("run/\(name)"))
    }

    Moody.isBroken.store(false, ordering: .relaxed)
    let again = try moodyRun("run").execute(retriesFailed: true)
    #expect(again == ScoringRun.Progress(done: 24, resumed: 16, total: 24))
    try moodyRun("fresh").execute()
    #expect(try place.text("run/scores.csv") == place.text("fresh/scores.csv"))
    #expect(try place.text("run/scores.sum") == place.text("fresh/scores.sum"))
    #expect(!place.contains("run/failures.csv"))
  }

  /// Pixels so large that the network overflows, in some of the images only.
  @Test func kernelsThatAreNotFinite() throws {
    var values: [Float] = (0..<24 * 3 * 64).map { sin(Float($0) * 0.37) + cos(Float($0 / 8) * 0.11) }
    for place in 0..<3 * 64 { values[place] = 3e38 * sin(Float(place)) }
    try HDF5File.create(at: place.path("large.h5")) {
      try $0.createDataset("images", values, shape: [24, 3, 8, 8])
    }
    let images = try ImagePool.load(.hdf5(file: place.path("large.h5"), dataset: "images"), seed: 0)
    var settings = place.settings(.sample(12), metrics: ["kappa", "parameters", "flops"])
    settings.images = RunSettings.ImageIdentity(.hdf5(file: "large.h5", dataset: "images"), images)
    for (name, threads) in [("one", 1), ("two", 2)] {
      let result = try ScoringRun(
        settings: settings, directory: place.path(name), images: images, instructionSet: .best, threads: threads,
        record: RunManifest.Record(images: "hdf5:large.h5#images")
      ).execute()
      #expect(result.done == 24 && result.failed > 0 && result.failed < 24)
    }
    #expect(try place.text("one/scores.csv") == place.text("two/scores.csv"))
    #expect(try place.text("one/failures.csv") == place.text("two/failures.csv"))
    let failures = try CellFailure.read(directory: place.path("one"))
    #expect(failures.allSatisfy { $0.metric == "kappa" && $0.reason.contains("not a number") })
    #expect(try place.text("one/scores.csv").contains(",nan,"))
    let status = try RunStatus(of: [place.path("one")])
    #expect(
      status.failed == failures.count && status.parts[0].state == .finished && status.text().contains("--retry-failed"))
  }
}
