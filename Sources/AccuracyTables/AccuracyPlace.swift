/// A cell's accuracy, and its place among all cells of a table.
public struct AccuracyPlace: Sendable, Hashable {
  /// Percent; of a further target, in its unit.
  public let value: Double
  /// 1 for the best cell; cells of equal accuracy share the better place.
  public let rank: Int
  /// Cells with known accuracy.
  public let count: Int

  /// Finds the place of a cell in a column whose values are good or bad as `merits` says; nil if its value is unknown.
  public init?(of index: Int, in column: [Double], merits: [Double]) {
    guard let place = AccuracyPlace(of: index, in: merits) else { return nil }
    (value, rank, count) = (column[index], place.rank, place.count)
  }

  /// Finds the place of a cell in a column of one value a cell; nil if its accuracy is unknown.
  public init?(of index: Int, in column: [Double]) {
    guard !column[index].isNaN else { return nil }
    value = column[index]
    rank = 1 + column.count { $0 > column[index] }
    count = column.count { !$0.isNaN }
  }
}
