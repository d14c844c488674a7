extension RankedColumn {
  /// Any function of two columns' average ranks in a resample, ranked again.
  ///
  /// Ties are exact, because twice an average rank is a whole number and the function's values are, too.
  ///
  /// ```swift
  /// let worseOfTwo = RankedColumn.combination(first, second, in: resample) { min($0, $1) }
  /// ```
  ///
  /// - Parameters:
  ///   - first: a column.
  ///   - second: another.
  ///   - resample: the rows drawn.
  ///   - combine: the function of twice the average ranks, which are 2 for the smallest value of a column and 2n for the
  ///     largest where they do not tie.
  /// - Precondition: both columns and the resample have equally many rows.
  public static func combination(
    _ first: RankedColumn, _ second: RankedColumn, in resample: Resample, _ combine: (Int, Int) -> Int
  ) -> RankedColumn {
    let (a, b) = (first.doubledRanks(resample), second.doubledRanks(resample))
    return RankedColumn(keys: zip(first.level, second.level).map { combine(a[Int($0)], b[Int($1)]) })
  }

  /// Per level, twice the average rank from 1.
  private func doubledRanks(_ resample: Resample) -> [Int] { centredRanks(resample).map { $0 + resample.total + 1 } }
}
