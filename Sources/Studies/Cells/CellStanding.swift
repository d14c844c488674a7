import AccuracyTables
import Files
import Metrics
import Reports
import Scores

/// How good a cell is among others: its accuracies and further targets, and its scores, each with its place.
public struct CellStanding: Sendable {
  /// Accuracy in percent by data set, and values of further targets, each with its place among all cells.
  public let accuracies: [(dataset: BenchmarkDataset, accuracy: AccuracyPlace)]
  /// Scores, the place among the cells scored, the best being 1, and how many these are.
  public let scores: [(metric: String, value: Double, place: Int, count: Int)]

  /// Gathers.
  ///
  /// - Parameters:
  ///   - index: the cell's place in the list that both tables are of.
  ///   - runs: scores of cells; nil for none.
  ///   - table: accuracies; nil for none.
  /// - Throws: `FileError` or `HDF5Error` for a column that is damaged.
  init(of index: Int, scores runs: ScoreTable?, table: AccuracyTable?) throws {
    accuracies =
      try table.map { table in
        try table.ranking.compactMap { dataset in
          let name = ColumnName(dataset)
          return AccuracyPlace(of: index, in: try table.values(name), merits: try table.merits(name)).map {
            (dataset, $0)
          }
        }
      } ?? []
    scores = (runs?.columns ?? []).compactMap { column in
      guard !column.values[index].isNaN else { return nil }
      let known = column.values.filter { !$0.isNaN }
      let value = column.values[index]
      let better = known.count { column.direction == .lowerIsBetter ? $0 < value : $0 > value }
      return (column.name, value, better + 1, known.count)
    }
  }

  /// Tables for a terminal, an empty line before each.
  func text(width: Int?) -> String {
    var text = ""
    for (heading, ofTargets) in [(["data set", "accuracy (%)"], false), (["target", "value"], true)] {
      let shown = accuracies.filter { $0.dataset.isTarget == ofTargets }
      guard let count = shown.map(\.accuracy.count).max() else { continue }
      text +=
        "\n"
        + TextTable.aligned(
          [heading + ["place of \(grouped(count))"]]
            + shown.map {
              let value = $0.accuracy.value
              return [
                $0.dataset.rawValue, TextNumber.plain(value, places: value.magnitude < 1 && ofTargets ? 5 : 2),
                "\($0.accuracy.rank)",
              ]
            }, width: width)
    }
    if !scores.isEmpty {
      text +=
        "\n"
        + TextTable.aligned(
          [["metric", "score", "place", "of", "better than (%)"]]
            + scores.map { score in
              let share = 100 * Double(score.count - score.place) / Double(max(1, score.count - 1))
              return [
                score.metric, TextNumber.significant(score.value), "\(score.place)", "\(score.count)",
                TextNumber.plain(share, places: 1),
              ]
            }, width: width)
    }
    return text
  }
}
