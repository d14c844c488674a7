import Files

extension AccuracyTable {
  /// The best cells by a column, the highest values first (of a target that is better the lower, the lowest); of equal ones the lower index first.
  ///
  /// - Parameters:
  ///   - count: how many, if so many are known.
  ///   - column: one with one value a cell.
  /// - Throws: as `values(_:)`; `FileError` if the column has a value for each seed.
  public func best(_ count: Int, by column: ColumnName) throws -> [AccuracyTableSummary.Cell] {
    guard !column.isBySeed else {
      throw FileError("has several values a cell; name a column with one", file: file, place: "\(column)")
    }
    let (values, merits) = (try values(column), try merits(column))
    let order = merits.indices.filter { !merits[$0].isNaN }.sorted { (merits[$1], $0) < (merits[$0], $1) }
    return order.prefix(count).map {
      AccuracyTableSummary.Cell(index: $0, architecture: architectures[$0], value: values[$0])
    }
  }
}
