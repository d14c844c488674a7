import AccuracyTables
import Combining
import Foundation
import Scores
import SearchSpaces
import Statistics
import TestSupport
import Testing

/// A search finds the rule that is there, and judging it on held-out cells says so only if there is one.
@Suite struct CombinationTests {
  @Test func findsTheRuleThatIsThere() throws {
    let made = try MadeScores(noise: 0.5)
    let study = try CombinationStudy(made.scores, name: "made", table: made.table, options: MadeScores.options)
    #expect(study.rule.description == "log a + 0.5 log b")
    #expect(study.frequency.prefix(2).map(\.metric) == ["a", "b"])
    let held = try #require(study.rows.first { $0.ranking == .heldOut && $0.dataset == .cifar10 })
    let chosen = try #require(study.rows.first { $0.ranking == .final && $0.dataset == .cifar10 })
    #expect(held.count == 600)
    #expect(try near(#require(held.kendall.value), #require(chosen.kendall.value), within: 0.02))
    #expect(try #require(held.kendall.interval.low) > 0.6)
    // One term more than there are does not help on cells held out.
    let taus = study.curve.filter { $0.dataset == .cifar10 }.compactMap(\.kendall.value)
    #expect(taus.count == 3 && taus[1] > taus[0] + 0.05 && taus[2] < taus[1] + 0.01)
    #expect(study.notes.count == 2 && study.notes[0] == "made: the same for all cells, and left out: same")
    #expect(
      study.notes[1].contains("a, b, c, d, e: no metric of this program; the highest score is taken for the best"))
  }

  /// The best of many rules on cells without any is positive there, and nothing on others.
  @Test func whatIsNotThereIsNotFound() throws {
    let made = try MadeScores(noise: nil)
    let study = try CombinationStudy(made.scores, name: "made", table: made.table, options: MadeScores.options)
    #expect(study.choices.last!.bySize[2].objective > 0.02)
    let held = try #require(study.rows.first { $0.ranking == .heldOut && $0.dataset == .cifar10 })
    #expect(try #require(held.kendall.value) < 0.05)
    #expect(try #require(held.kendall.interval.low) < 0)
  }

  /// Of metrics that rank alike one is enough.
  @Test func whatRanksAlikeIsOneTerm() throws {
    let made = try MadeScores(count: 200, noise: 1)
    var scores = made.scores
    scores.columns.append(.init(name: "double", values: scores.columns[0].values.map { 2 * $0 }))
    let study = try CombinationStudy(scores, name: "made", table: made.table, options: MadeScores.options)
    #expect(
      study.notes.contains {
        $0.contains("some metrics rank the cells alike, and the first of them stands for all: a, double")
      })
    #expect(!study.frequency.contains { $0.metric == "double" })
  }

  @Test func interruption() throws {
    let made = try MadeScores(count: 200, noise: 1)
    expect(.interrupted, "--output") {
      _ = try CombinationStudy(
        made.scores, name: "made", table: made.table, options: MadeScores.options, isCancelled: { true })
    }
  }

  @Test func threadsDoNotMatter() throws {
    let made = try MadeScores(count: 200, noise: 1)
    let texts = try [1, 2, 3].map { threads in
      var options = MadeScores.options
      options.agreement.threads = threads
      return try CombinationStudy(made.scores, name: "made", table: made.table, options: options).files.map(\.text)
    }
    #expect(texts[0] == texts[1] && texts[0] == texts[2])
  }

  /// Of two terms the beam search is exhaustive where the beam holds every term.
  @Test func agreesWithExhaustiveSearch() throws {
    let made = try MadeScores(count: 200, noise: 2)
    var options = MadeScores.options
    (options.terms, options.beam) = (2, 5)
    let study = try CombinationStudy(made.scores, name: "made", table: made.table, options: options)
    let columns = Dictionary(uniqueKeysWithValues: made.scores.columns.map { ($0.name, Array($0.values.prefix(200))) })
    let accuracy = Array(try made.table.values(ColumnName(.cifar10)).prefix(200))
    var best = -1.0
    for first in ["a", "b", "c", "d", "e"] {
      for second in ["a", "b", "c", "d", "e"] where second != first {
        for weight in [0.5, 1, 2] {
          let rule = Rule([Rule.Term(.log, first), Rule.Term(.log, second, weight: weight)])
          best = max(best, try kendallTauB(rule.scores { columns[$0]! }, accuracy).value!)
        }
      }
    }
    #expect(near(study.choices.last!.bySize[1].objective, best))
  }

  @Test func goesOnAfterAnInterruption() throws {
    let (made, place) = (try MadeScores(count: 200, noise: 1), try Workplace())
    func study(_ options: CombinationOptions = MadeScores.options) throws -> [String] {
      try CombinationStudy(
        made.scores, name: "made", table: made.table, options: options, directory: place.directory
      ).files.map(\.text)
    }
    let whole = try study()
    // As if it had been interrupted after some of the searches.
    var record = try #require(
      JSONSerialization.jsonObject(with: Data(place.text("searches.json").utf8)) as? [String: Any])
    let searches = try #require(record["searches"] as? [String: Any])
    #expect(searches.count == 16)
    record["searches"] = searches.filter { $0.key < "fold 1" }
    try place.write(Array(JSONSerialization.data(withJSONObject: record)), to: "searches.json")
    #expect(try study() == whole)
    var other = MadeScores.options
    other.agreement.seed = 9
    expect(.usage, "searches.json", "seed 0", "seed 9") { _ = try study(other) }
    try place.write("nonsense", to: "searches.json")
    expect(.badData, "searches.json", "remove it") { _ = try study() }
  }

  @Test func whatCannotBeCombined() throws {
    let made = try MadeScores(count: 200, noise: 1)
    func study(_ metrics: [String]?, _ change: (inout CombinationOptions) -> Void = { _ in }) throws {
      var options = MadeScores.options
      change(&options)
      _ = try CombinationStudy(made.scores, name: "made", table: made.table, metrics: metrics, options: options)
    }
    expect(.usage, "has no metric 'jacov'", "tenas score --metrics jacov") { try study(["a", "jacov"]) }
    expect(.usage, "has no metric 'x'", "it has a, b") { try study(["x"]) }
    expect(.badData, "no metric differs") { try study(["same"]) }
    expect(.badData, "200 cells", "20 folds need 400") { try study(nil) { $0.folds = 20 } }
    expect(.usage, "imagenet16-120", "not among") { try study(nil) { $0.chosenOn = [.imagenet16] } }
  }

  @Test func foldsKeepIsomorphsTogether() {
    let cells = Array(stride(from: 0, to: NASBench201.size, by: 3))
    let folds = ClassFolds(cells, count: 5, seed: 3, purpose: "test")
    var seen: [Int: Set<Int>] = [:]
    for (cell, fold) in zip(cells, folds.fold) { seen[NASBench201.isomorphismClasses[cell], default: []].insert(fold) }
    #expect(seen.count > 2000 && seen.values.allSatisfy { $0.count == 1 })
    let sizes = (0..<5).map { fold in folds.fold.count { $0 == fold } }
    #expect(sizes.allSatisfy { $0 > cells.count / 7 && $0 < cells.count / 4 })
    let sample = ClassFolds.sample(Array(cells.indices), of: cells, count: 500, seed: 3, purpose: "test")
    #expect(sample.count == 500 && Set(sample).count == 500 && sample == sample.sorted())
  }
}
