import Files
import Metrics
import SearchSpaces

/// Rows of a file of scores, put where the benchmark's order has their cells.
struct ScoreRows {
  let file: String
  let metrics: [String]
  let cells: CellList
  /// Per metric and cell, the score; NaN where there is none.
  private(set) var values: [[Double]]
  /// Rows that repeat another, number for number.
  private(set) var repeated = 0
  private var places: [String?]
  private var first: (place: String, kind: CellKey.Kind)?

  init(file: String, metrics: [String], cells: CellList) {
    (self.file, self.metrics, self.cells) = (file, metrics, cells)
    values = metrics.map { _ in [Double](repeating: .nan, count: cells.count) }
    places = [String?](repeating: nil, count: cells.count)
  }

  func failure(_ place: String, _ reason: any CustomStringConvertible) -> StudyError {
    StudyError(.badData, "\(file): \(place): \(reason)")
  }

  /// Adds a row; NaN for a score that is missing.
  ///
  /// - Throws: ``StudyError`` if its key is of another kind than the first row's, or its cell has had other scores.
  mutating func add(_ key: CellKey, scores: [Double], place: String) throws {
    if let first, first.kind != key.kind {
      throw failure(
        place,
        "the cell is named by \(key.kind.rawValue), but on \(first.place) by \(first.kind.rawValue); a file needs keys of one kind"
      )
    }
    if first == nil { first = (place, key.kind) }
    guard let earlier = places[key.index] else {
      places[key.index] = place
      for (metric, score) in scores.enumerated() { values[metric][key.index] = score }
      return
    }
    for (metric, score) in scores.enumerated() {
      let known = values[metric][key.index]
      guard known == score || known.isNaN && score.isNaN else {
        throw failure(
          place,
          "cell \(key.index) has \(metrics[metric]) \(CSV.number(score)), but on \(earlier) \(CSV.number(known)); one score a cell is needed"
        )
      }
    }
    repeated += 1
  }

  /// Which scores of a metric are good, whoever wrote them: of κ and R of TE-NAS; nil for every other metric, whose sign its authors chose,
  /// and for what is no κ.
  private static func direction(_ name: String, _ values: [Double]) -> MetricDescription.Direction? {
    switch name {
    case Kappa.description.name: values.contains { $0 < 1 } ? nil : .lowerIsBetter
    case Regions.description.name: .higherIsBetter
    default: nil
    }
  }

  /// The rows as a table.
  func table(notes: [String]) throws -> ScoreTable {
    guard places.contains(where: { $0 != nil }), !metrics.isEmpty else {
      throw StudyError(.badData, "\(file): has no scores; one row a cell and one column a metric are needed")
    }
    let said =
      repeated == 1
      ? "1 row repeats an earlier one, number for number, and counts"
      : "\(repeated) rows repeat an earlier one, number for number, and count"
    let repeats = repeated == 0 ? [] : ["\(file): \(said) once"]
    let columns = zip(metrics, values).map { name, values in
      ScoreColumn(name: name, direction: Self.direction(name, values), values: values)
    }
    return ScoreTable(
      columns: columns, notes: notes + repeats + ScoreTable.doubts(columns, file: file), cells: cells)
  }
}
