extension RankedColumn {
  /// Per row, the average rank in a resample divided by the number of observations: from about 1/n for the smallest to 1 for the
  /// largest. A row that was not drawn stands between those that were.
  public func rankShares(_ resample: Resample) -> [Double] {
    let count = Double(resample.total)
    let shares = centredRanks(resample).map { Double($0 + resample.total + 1) / (2 * count) }
    return level.map { shares[Int($0)] }
  }

  /// The column that ascends by the first of several, equal rows by the second, and so on.
  ///
  /// - Precondition: there is a column, and all have equally many rows.
  public init(lexicographic columns: [RankedColumn]) {
    guard columns.count > 1 else {
      self = columns[0]
      return
    }
    var keys = [Int](repeating: 0, count: columns[0].count)
    for column in columns {
      keys = RankedColumn(keys: zip(keys, column.level).map { $0 * column.levels + Int($1) }).level.map(Int.init)
    }
    self.init(keys: keys)
  }
}
