import AccuracyTables
import Reports
import Scores
import SearchSpaces

/// The accuracies of a run's cells, out of a table of their space.
public struct CellAccuracies: Sendable {
  private let table: AccuracyTable
  /// By cell, its place in the table; nil of a genotype that the table does not have.
  private let places: [Int?]

  /// Looks the cells up.
  ///
  /// - Parameters:
  ///   - indices: the rows' indices.
  ///   - architectures: their cells.
  ///   - name: what errors call the run.
  /// - Throws: ``StudyError`` if the table is of another space; `FileError` if it is damaged.
  init(of indices: [Int], _ architectures: [String], in table: AccuracyTable, name: String) throws {
    let cells = try CellList(of: table)
    let space = architectures.first.flatMap { SearchSpace(ofCell: $0) } ?? .nasBench201
    guard space == cells.space else {
      throw StudyError(
        .usage,
        space == .darts
          ? "\(name): its cells are DARTS genotypes, and the table is of NAS-Bench-201; a table of genotypes is needed (tenas table import --space darts)"
          : "\(name): its cells are NAS-Bench-201's, and the table is of DARTS genotypes")
    }
    self.table = table
    places = try zip(indices, architectures).map { try cells.place(ofRow: $0, $1, name: name) }
  }

  /// A column of the table, a value a cell; NaN where it is unknown.
  func values(_ column: ColumnName) throws -> [Double] {
    let values = try table.values(column)
    return places.map { $0.map { values[$0] } ?? .nan }
  }

  /// The accuracies after 200 epochs as `DATASET_COLUMN`, in percent.
  var columns: [DataTable.Column] {
    get throws {
      try table.columnNames.filter { $0.section == .epochs200 && $0.isAccuracy && !$0.isBySeed }.map { column in
        // Without the hyphen of imagenet16-120, so that every column is an attribute where columns can be that.
        let name = "\(column.dataset)_\(column.name)".replacing("-", with: "_")
        return DataTable.Column(name, try values(column))
      }
    }
  }

  /// What a reader must know of cells without accuracy, a line each.
  public var notes: [String] {
    let missing = places.count { $0 == nil }
    return missing == 0 ? [] : ["\(missing) of \(places.count) cells are not in the table; their accuracies are empty"]
  }
}
