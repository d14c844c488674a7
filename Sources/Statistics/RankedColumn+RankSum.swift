extension RankedColumn {
  /// The sum of two columns' average ranks in a resample, ranked again. Exact: it is computed on twice the ranks, which are
  /// integers.
  ///
  /// - Precondition: both columns and the resample have equally many rows.
  public static func rankSum(_ first: RankedColumn, _ second: RankedColumn, in resample: Resample) -> RankedColumn {
    rankSum([first, second], in: resample)
  }

  /// The sum of any number of columns' average ranks in a resample, ranked again; see ``rankSum(_:_:in:)``.
  ///
  /// - Precondition: there is a column, and all of them and the resample have equally many rows.
  public static func rankSum(_ columns: [RankedColumn], in resample: Resample) -> RankedColumn {
    rankSums(leavingOutEachOf: columns, in: resample, each: false).all
  }

  /// The sum of all columns' average ranks in a resample, ranked again, and the sums that leave out one column each.
  ///
  /// - Precondition: there are two columns, and all of them and the resample have equally many rows.
  public static func rankSums(
    leavingOutEachOf columns: [RankedColumn], in resample: Resample
  ) -> (all: RankedColumn, without: [RankedColumn]) {
    rankSums(leavingOutEachOf: columns, in: resample, each: true)
  }

  private static func rankSums(
    leavingOutEachOf columns: [RankedColumn], in resample: Resample, each: Bool
  ) -> (all: RankedColumn, without: [RankedColumn]) {
    let parts = columns.map { column in
      let ranks = column.centredRanks(resample)
      return column.level.map { ranks[Int($0)] }
    }
    var sum = [Int](repeating: 0, count: columns[0].count)
    for part in parts { for row in sum.indices { sum[row] += part[row] } }
    let without = each ? parts.map { RankedColumn(keys: zip(sum, $0).map(-)) } : []
    return (RankedColumn(keys: sum), without)
  }
}
