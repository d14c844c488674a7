import AccuracyTables
import Combining
import Randomness
import Scores
import SearchSpaces
import TestSupport

/// Made-up metrics of some cells whose accuracy is a known rule of two of them, and noise.
struct MadeScores {
  let table: AccuracyTable
  let scores: ScoreTable

  /// - Parameters:
  ///   - count: the first so many cells have scores.
  ///   - noise: the standard deviation of what accuracy has beside the rule; nil for accuracies that no metric knows of.
  init(count: Int = 600, noise: Double?, seed: UInt64 = 1) throws {
    let names = ["a", "b", "c", "d", "e"]
    var columns = names.map { name in
      var stream = RandomStream(seed: seed, purpose: "made", name: name)
      // Isomorphic cells have the same score, as they nearly do in earnest.
      let values = (0..<NASBench201.size).map { _ in Double(stream.integer(below: 1_000_000)) }
      return ScoreColumn(
        name: name, values: NASBench201.isomorphismClasses.enumerated().map { $0 < count ? values[$1] : .nan })
    }
    columns.append(ScoreColumn(name: "same", values: (0..<NASBench201.size).map { $0 < count ? 3 : .nan }))
    scores = ScoreTable(columns: columns)
    let rule = try Rule(parsing: "log a + 0.5 log b")
    let known = try rule.scores { name in Array(columns.first { $0.name == name }!.values.prefix(count)) }
    var stream = RandomStream(seed: seed, purpose: "made", name: "accuracy")
    let accuracy = (0..<NASBench201.size).map { cell -> Double in
      let error = Double(stream.integer(below: 2_000_001) - 1_000_000) / 1_000_000
      guard let noise else { return 50 + error }
      return 50 + (cell < count ? known[cell] : 0) + noise * error
    }
    table = try .made([ColumnName(.cifar10): accuracy, ColumnName(.cifar100): accuracy.map { $0 / 2 }])
  }

  /// Few folds and terms, every cell.
  static var options: CombinationOptions {
    var options = CombinationOptions()
    (options.population, options.judged, options.terms, options.folds) = (.all, [.all], 3, 3)
    options.forms = [.log]
    (options.agreement.resamples, options.agreement.threads) = (20, 2)
    return options
  }
}
