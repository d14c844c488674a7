import AccuracyTables
import Files
import Statistics

/// How far two accuracy tables agree, column by column: two sources of the same benchmark, or two trainings of its cells.
public struct TableComparison: Sendable {
  /// A cell on which the tables differ.
  public struct Difference: Sendable, Equatable {
    /// The cell's index.
    public let index: Int
    /// The value in the first table.
    public let first: Double
    /// The value in the second table.
    public let second: Double
  }

  /// One column that both tables have.
  public struct Column: Sendable {
    /// Which column.
    public let name: ColumnName
    /// Cells whose value is known in both.
    public let common: Int
    /// Kendall's τ_b over them.
    public let kendall: Correlation
    /// Spearman's ρ over them.
    public let spearman: Correlation
    /// The mean of |first − second|; NaN if there is no common cell.
    public let meanDifference: Double
    /// Cells that differ most, largest first; none that are equal.
    public let largest: [Difference]
  }

  /// Columns of one value a cell that both have, in the order of the first.
  public let columns: [Column]
  /// Such columns that only one of them has.
  public let unmatched: [ColumnName]

  /// Compares all columns of one value a cell.
  ///
  /// - Parameters:
  ///   - first: a table.
  ///   - second: a table of the same cells in the same order.
  ///   - shown: how many of the largest differences are kept.
  /// - Throws: as `AccuracyTable.values(_:)`.
  public init(_ first: AccuracyTable, _ second: AccuracyTable, shown: Int = 3) throws {
    let names = [first, second].map { $0.columnNames.filter { !$0.isBySeed } }
    let others = Set(names[1])
    columns = try names[0].filter(others.contains).map { name in
      try Column(name, first.values(name), second.values(name), shown: shown)
    }
    unmatched = Set(names[0]).symmetricDifference(others).sorted()
  }
}

extension TableComparison.Column {
  init(_ name: ColumnName, _ first: [Double], _ second: [Double], shown: Int) throws {
    let indices = first.indices.filter { !first[$0].isNaN && !second[$0].isNaN }
    let differences = indices.filter { first[$0] != second[$0] }
      .sorted { (abs(first[$1] - second[$1]), $0) < (abs(first[$0] - second[$0]), $1) }
    self.name = name
    common = indices.count
    kendall = try kendallTauB(indices.map { first[$0] }, indices.map { second[$0] })
    spearman = try spearmanRho(indices.map { first[$0] }, indices.map { second[$0] })
    meanDifference = indices.reduce(0) { $0 + abs(first[$1] - second[$1]) } / Double(indices.count)
    largest = differences.prefix(shown).map { .init(index: $0, first: first[$0], second: second[$0]) }
  }
}

extension TableComparison: CustomStringConvertible {
  /// A few lines for each column.
  public var description: String {
    var lines: [String] = []
    for column in columns {
      lines.append("\(column.name)")
      lines.append("  cells     \(column.common) known in both")
      lines.append("  tau       \(Self.spelled(column.kendall))")
      lines.append("  rho       \(Self.spelled(column.spearman))")
      lines.append("  differ    \(TextNumber.significant(column.meanDifference)) in the mean of |first - second|")
      for cell in column.largest {
        lines.append(
          "  largest   \(TextNumber.significant(cell.first))  \(TextNumber.significant(cell.second))  cell \(cell.index)"
        )
      }
    }
    if !unmatched.isEmpty {
      lines.append("in one of them only: \(unmatched.map(\.description).joined(separator: ", "))")
    }
    return lines.joined(separator: "\n")
  }

  private static func spelled(_ correlation: Correlation) -> String {
    correlation.value.map { TextNumber.plain($0, places: 6) } ?? "\(correlation)"
  }
}
