extension RankedColumn {
  /// The sum of two columns' average ranks in a resample, ranked again: the paper's combined rank when `first` is κ and
  /// `second` is R reversed (TE-NAS, figure 9). Exact: it is computed on twice the ranks, which are integers.
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

/// The combined rank of the paper's figure 9, smallest best: the rank of κ ascending (lower is better) plus the rank of R
/// descending (higher is better), ties sharing their average rank.
///
/// Against accuracy its τ is negative.
///
/// - Throws: `StatisticsError` when a value is NaN or the columns differ in length.
public func combinedRank(kappa: [Double], regions: [Double]) throws -> [Double] {
  guard kappa.count == regions.count else { throw StatisticsError.unequalCounts(kappa.count, regions.count) }
  let kappa = try RankedColumn(kappa, name: "kappa")
  let regions = try RankedColumn(regions, name: "regions")
  return zip(kappa.averageRanks, regions.reversed.averageRanks).map(+)
}
