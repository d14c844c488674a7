import Foundation
import Images
import Kernels
import Metrics
import Randomness
import Runs
import Scores
import SearchSpaces
import Searching
import Synchronization
import TestSupport
import Testing

/// Searches of whole cells find what their rule prefers, score no cell twice, and depend on the seed alone.
@Suite struct CellSearchTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  /// Counts convolutions as the metric `a`, so that neighbours are alike; a hash as `b`; the cells it was asked for.
  private final class MadeScorer: CellScorer {
    let searches = 2
    let asked = Mutex([Int]())

    func scores(of cells: [Int]) -> [String: [Double]] {
      asked.withLock { $0 += cells }
      let convolutions = cells.map { cell in
        Double(NASBench201.architectures[cell].operations.count { $0.isConvolution })
      }
      return ["a": convolutions, "b": cells.map { $0 % 3 == 0 ? .nan : Double($0 * 7919 % 1009) }]
    }

    func milliseconds(of metric: String) -> Double? { metric == "a" ? 2 : nil }
  }

  private func course(
    _ rule: String, _ strategy: CellSearch.Strategy, seed: UInt64 = 0, cells: Int, _ scorer: MadeScorer = MadeScorer()
  ) throws -> CellSearch.Course {
    try CellSearch(rule: Rule(parsing: rule), strategy: strategy, seed: seed, cells: cells).run(scorer)
  }

  @Test(arguments: CellSearch.Strategy.allCases) func noCellIsScoredTwice(_ strategy: CellSearch.Strategy) throws {
    let scorer = MadeScorer()
    let found = try course("a", strategy, cells: 333, scorer)
    #expect(found.scored.count == 333 && Set(found.scored).count == 333)
    #expect(scorer.asked.withLock { $0 } == found.scored)
    #expect(found.steps.map(\.cells) == [10, 20, 50, 100, 200, 333])
  }

  /// The preferred cell is the best of those scored, by hand.
  @Test func preferenceByHand() throws {
    let found = try course("a", .random, cells: 100)
    for step in found.steps {
      let scored = found.scored.prefix(step.cells)
      let convolutions = { (cell: Int) in NASBench201.architectures[cell].operations.count { $0.isConvolution } }
      let most = scored.map(convolutions).max()!
      #expect(step.cell == scored.filter { convolutions($0) == most }.min())
    }
  }

  /// Cells with six convolutions are one in 244; evolution climbs to one, a random search of the same size seldom meets any.
  @Test func evolutionClimbs() throws {
    for seed in 0..<5 as Range<UInt64> {
      let found = try course("a", .evolution, seed: seed, cells: 200)
      let best = NASBench201.architectures[found.steps.last!.cell]
      #expect(best.operations.count { $0.isConvolution } == 6)
    }
  }

  @Test func seedsDiffer() throws {
    for strategy in CellSearch.Strategy.allCases {
      let courses = try [1, 1, 2].map { try course("log a", strategy, seed: $0, cells: 80) }
      #expect(courses[0] == courses[1] && courses[0] != courses[2])
    }
  }

  @Test func cellsWithoutAScoreAreNeverPreferred() throws {
    for strategy in CellSearch.Strategy.allCases {
      #expect(try course("b", strategy, cells: 120).steps.allSatisfy { $0.cell % 3 != 0 })
    }
  }

  @Test func wholeSpace() throws {
    let found = try course("b", .random, cells: NASBench201.size)
    #expect(found.scored.sorted() == Array(0..<NASBench201.size))
    #expect(try course("b", .evolution, cells: NASBench201.size).steps.last == found.steps.last)
  }

  @Test func missingMetric() {
    expect(.usage, "needs zico") { _ = try course("a + zico", .random, cells: 5) }
  }

  /// Scores that are computed are those of a run, however often it was interrupted.
  @Test func scoringAsItGoes() throws {
    let rule = (name: "counts", rule: try Rule(parsing: "log parameters + log depth"))
    func scorer(_ directory: String, after count: Int = .max) -> RunScorer {
      let asked = Atomic(0)
      let settings = RunSettings(
        selection: .architectures([]), protocolName: .lite, scoring: ScoringProtocol(.lite),
        metrics: MetricTable.columns(askedFor: rule.rule.metrics), seed: 0,
        imageSource: .hdf5(file: "images.h5", dataset: "images"), images: place.images, instructionSet: .best)
      return RunScorer(
        settings: settings, directory: place.path(directory), images: place.images, instructionSet: .best, threads: 2,
        record: RunManifest.Record(images: "images.h5"),
        isCancelled: { asked.add(1, ordering: .relaxed).oldValue >= count })
    }
    func report(_ scorer: RunScorer) throws -> CellSearchReport {
      try CellSearchReport(
        [rule], strategies: CellSearch.Strategy.allCases, seeds: [0, 1], cells: 70, scorer: scorer)
    }
    let whole = try report(scorer("whole"))
    expect(.interrupted, "resume") { _ = try report(scorer("parts", after: 150)) }
    let parts = try report(scorer("parts"))
    #expect(whole.rows == parts.rows && whole.rows.count == 4 * 4)
    #expect(try place.text("whole/scores.csv") == place.text("parts/scores.csv"))
    let recorded = try RecordedScorer(readingFrom: place.path("whole"), rules: [rule.rule], threads: 2)
    let again = try CellSearchReport(
      [rule], strategies: [.random], seeds: [0], cells: 70, scorer: recorded)
    #expect(again.rows == Array(whole.rows.prefix(4)))
    #expect(whole.summaries.allSatisfy { $0.seconds != nil && $0.seeds == 2 })
  }
}
