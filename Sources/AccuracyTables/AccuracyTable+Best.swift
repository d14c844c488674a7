import Files

extension AccuracyTable {
  /// The cells with the highest values of a column, best first; of equal ones the lower index first.
  ///
  /// - Parameters:
  ///   - count: how many, if so many are known.
  ///   - column: one with one value a cell.
  /// - Throws: as `values(_:)`; `FileError` if the column has a value for each seed.
  public func best(_ count: Int, by column: ColumnName) throws -> [AccuracyTableSummary.Cell] {
    guard !column.isBySeed else {
      throw FileError("has several values a cell; name a column with one", file: file, place: "\(column)")
    }
    let values = try values(column)
    let order = values.indices.filter { !values[$0].isNaN }.sorted { (values[$1], $0) < (values[$0], $1) }
    return order.prefix(count).map {
      AccuracyTableSummary.Cell(index: $0, architecture: architectures[$0], value: values[$0])
    }
  }
}
