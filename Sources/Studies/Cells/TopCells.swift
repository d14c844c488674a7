import AccuracyTables
import Files
import Metrics
import Reports
import Scores
import SearchSpaces
import Statistics

/// The cells that a metric or rule ranks first, with their places by it and by other metrics, and their accuracies.
///
/// ```swift
/// let scores = try ScoreTable(readingFrom: "results/lite")
/// print(try TopCells(scores, name: "lite", by: "az-nas", first: 10).table.aligned())
/// ```
public struct TopCells: Sendable {
  /// A cell.
  public struct Row: Sendable {
    /// The place, from 1; equal cells share the lowest.
    public let place: Int
    /// The cell's index.
    public let index: Int
    /// The cell, as its space writes it.
    public let name: String
    /// What decides.
    public let score: Double
    /// Accuracy in percent on each data set of the table, and its place among all cells there; nil where it is unknown.
    public let accuracies: [AccuracyPlace?]
  }

  /// What decides, as it was asked for.
  public let by: String
  /// How many cells were ranked.
  public let count: Int
  /// The data sets of the accuracies.
  public let datasets: [BenchmarkDataset]
  /// The first cells, best first; of equal ones the lower index first.
  public let rows: [Row]

  /// Ranks cells.
  ///
  /// - Parameters:
  ///   - scores: metrics by cell.
  ///   - name: what errors call them.
  ///   - by: a metric, `combined` (TE-NAS's rank sum), or a rule; nil for `combined` where it can be made, else the first metric.
  ///   - first: how many cells.
  ///   - table: accuracies to stand beside; nil for none.
  /// - Throws: ``StudyError`` for what is no metric of the scores and no rule of them.
  public init(
    _ scores: ScoreTable, name: String, by: String? = nil, first: Int = 10, table: AccuracyTable? = nil
  ) throws {
    let known = scores.columns.filter { $0.dataset == nil }
    let isCombinable = CombinedRank.parts.allSatisfy { part in known.contains { $0.name == part } }
    guard let by = by ?? (isCombinable ? CombinedRank.name : known.first?.name) else {
      throw StudyError(.badData, "\(name): has no score by cell")
    }
    let column = try Self.column(by, scores, known, name: name)
    let ranked = column.values.indices.filter { !column.values[$0].isNaN }
    let sign: Double = column.direction == .lowerIsBetter ? -1 : 1
    let order = ranked.sorted { (sign * column.values[$0], $1) > (sign * column.values[$1], $0) }
    datasets = table?.ranking ?? []
    let columns = try datasets.map { (try table!.values(ColumnName($0)), try table!.merits(ColumnName($0))) }
    var rows: [Row] = []
    for (position, index) in order.prefix(first).enumerated() {
      let score = column.values[index]
      let place = rows.last.map { $0.score == score ? $0.place : position + 1 } ?? 1
      rows.append(
        Row(
          place: place, index: index, name: scores.cells.name(at: index), score: score,
          accuracies: columns.map { AccuracyPlace(of: index, in: $0.0, merits: $0.1) }))
    }
    (self.by, self.rows, count) = (by, rows, ranked.count)
  }

  private static func column(
    _ by: String, _ scores: ScoreTable, _ known: [ScoreColumn], name: String
  ) throws -> ScoreColumn {
    if let column = known.first(where: { $0.name == by }) { return column }
    let rule = by == CombinedRank.name ? Rule.published(named: "te-nas")!.rule : try Rule(parsing: by)
    var table = scores
    try table.add(rule, named: by)
    return table.columns.last!
  }

  /// A percentage with two decimals; a small value of another target with more.
  private static func spelled(_ value: Double, of dataset: BenchmarkDataset) -> String {
    TextNumber.plain(value, places: dataset.isTarget && value.magnitude < 1 ? 5 : 2)
  }

  private static let longestTitle = 20

  /// A row a cell: place, index, score, accuracies with their places, architecture.
  public var table: ResultTable {
    let by = by
    // A long rule stands below the table, whole.
    let title = by.count > Self.longestTitle ? "score" : by
    var columns: [ResultTable.Column<Row>] = [
      .integer("place", title: "place") { $0.place }, .integer("cell", title: "cell") { $0.index },
      .text("by") { _ in by }, .number("score", title: title, places: nil) { $0.score },
    ]
    for (place, dataset) in datasets.enumerated() {
      columns.append(
        .mixed([dataset.rawValue, "\(dataset)_place"], title: dataset.rawValue) { row in
          let accuracy = row.accuracies[place]
          return [.number(accuracy?.value), .number(accuracy.map { Double($0.rank) })]
        } shown: { row in
          row.accuracies[place].map { "\(Self.spelled($0.value, of: dataset)) (\($0.rank))" } ?? ""
        })
    }
    columns.append(.text("architecture", title: "architecture") { $0.name })
    return ResultTable(rows, columns, dispensable: ["architecture"] + datasets.reversed().map(\.rawValue))
  }
}
