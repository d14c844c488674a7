import AccuracyTables
import Files
import Reports
import Scores

/// A rule that was fixed before, compared with published ones on the same cells.
public struct FixedRuleStudy: Sendable {
  /// The rule.
  public let rule: Rule
  /// The rule and its rivals.
  public let rows: [RankingRow]
  /// What was left out, a line each.
  public let notes: [String]

  /// Compares.
  ///
  /// - Parameters:
  ///   - rule: a sum of ranked metrics.
  ///   - scores: metrics by cell.
  ///   - name: what errors call them.
  ///   - table: accuracies.
  ///   - options: populations judged, rivals, resamples.
  ///   - progress: told how far the resamples are.
  /// - Throws: ``StudyError`` for metrics that are not there, or too few cells.
  public init(
    _ rule: Rule, _ scores: ScoreTable, name: String, table: AccuracyTable,
    options: CombinationOptions = CombinationOptions(), progress: AgreementProgress? = nil
  ) throws {
    try rule.require(scores.columns.filter { $0.dataset == nil }.map(\.name))
    let datasets = try options.agreement.datasets(in: table)
    let material = try Material(
      scores, name: name, table: table, metrics: nil, datasets: datasets, options: options)
    (self.rule, rows, notes) = (rule, try material.judge(rule, options: options, progress: progress), material.notes)
  }

  /// A row a ranking, data set and population.
  public var table: ResultTable { rows.table(less: "fixed less this [95%]") }

  /// The comparison for a terminal.
  public func text(width: Int? = nil) -> String {
    "rule: \(rule)\nfixed before this comparison; nothing is chosen here\n\n" + table.aligned(width: width)
  }

  /// `rankings.csv`, as of a ``CombinationStudy``.
  public var csv: String { table.csv }
}
