import AccuracyTables
import Metrics
import Randomness
import Scores
import SearchSpaces
import Statistics

/// The best sum of ranked metrics, found by search and judged on cells that it was not chosen on.
///
/// Nested cross-validation over isomorphism classes: of every outer fold, the other folds choose the rule, its number of terms by an
/// inner cross-validation, and the fold's cells are scored by it. Ranks look at no accuracy, so a cell's place is that among all
/// cells. Every cell so gets a score from a rule chosen without it, and these scores are compared with accuracy like those of a
/// metric. The rule that is reported is chosen in the same way on all cells.
///
/// ```swift
/// let scores = try ScoreTable(readingFrom: "results/lite")
/// let study = try CombinationStudy(scores, name: "lite", table: table, options: CombinationOptions())
/// print(study.text())
/// ```
public struct CombinationStudy: Sendable {
  /// A rule chosen on some cells.
  public struct Choice: Sendable {
    /// The outer fold that it was chosen without; nil for the rule chosen on all cells.
    public let fold: Int?
    /// How many cells it was chosen on.
    public let cells: Int
    /// The best rule of each number of terms, and its objective there.
    public let bySize: [(rule: Rule, objective: Double)]
    /// The mean objective of each number of terms on the inner folds held out.
    public let inner: [Double]

    /// The number of terms with the highest mean on inner folds; of equals the smallest.
    public var terms: Int { inner.indices.max { (inner[$0], -$0) < (inner[$1], -$1) }! + 1 }
    /// The rule with that many.
    public var rule: Rule { bySize[terms - 1].rule }
  }

  /// How held-out τ grows with the number of terms.
  public struct Step: Sendable {
    /// The number of terms.
    public let terms: Int
    /// The data set.
    public let dataset: BenchmarkDataset
    /// τ on held-out cells of the population that rules were chosen on.
    public let kendall: Estimate
    /// Processor time a cell and draw of the metrics of the rule of this size chosen on all cells; nil if that is not known.
    public let milliseconds: Double?
  }

  /// What was asked for.
  public let options: CombinationOptions
  /// The choice without each fold, then the choice on all cells.
  public let choices: [Choice]
  /// Rankings compared.
  public let rows: [RankingRow]
  /// Number of terms against held-out τ.
  public let curve: [Step]
  /// In how many of the outer folds' rules a metric is, the most frequent first.
  public let frequency: [(metric: String, folds: Int)]
  /// What was left out, a line each.
  public let notes: [String]

  /// The rule chosen on all cells.
  public var rule: Rule { choices.last!.rule }

  /// Searches and judges.
  ///
  /// - Parameters:
  ///   - scores: metrics by cell.
  ///   - name: what errors call them.
  ///   - table: accuracies.
  ///   - metrics: the candidates; nil for all that vary.
  ///   - milliseconds: processor time a cell of each metric, where it is known.
  ///   - directory: where finished searches are kept; nil for nowhere.
  ///   - isCancelled: asked between rules; once true, the study ends with an error of kind `interrupted`.
  ///   - progress: called after each search.
  ///   - judging: told how far the resamples are, after the searches.
  /// - Throws: ``StudyError`` for metrics that are not there, or too few cells.
  public init(
    _ scores: ScoreTable, name: String, table: AccuracyTable, metrics: [String]? = nil,
    milliseconds: [String: Double] = [:], options: CombinationOptions = CombinationOptions(), directory: String? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }, judging: AgreementProgress? = nil
  ) throws {
    let datasets = try options.agreement.datasets(in: table)
    let material = try Material(
      scores, name: name, table: table, metrics: metrics, datasets: datasets, options: options)
    let record = try SearchRecord(directory, determines: material.determines(options))
    var searcher = Searcher(
      material: material, options: options, record: record, isCancelled: isCancelled, progress: progress)
    let outer = ClassFolds(
      material.cells, of: material.list, count: options.folds, seed: options.agreement.seed,
      purpose: "combine: outer folds")
    choices =
      try (0..<options.folds).map { fold in
        try searcher.choose(fold: fold, among: material.chosenFrom.filter { outer.fold[$0] != fold })
      } + [searcher.choose(fold: nil, among: material.chosenFrom)]
    (rows, curve) = try material.judge(choices, outer, milliseconds: milliseconds, options: options, progress: judging)
    var counts: [String: Int] = [:]
    for choice in choices.dropLast() { for metric in choice.rule.metrics { counts[metric, default: 0] += 1 } }
    frequency = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    self.options = options
    notes = material.notes
  }
}
