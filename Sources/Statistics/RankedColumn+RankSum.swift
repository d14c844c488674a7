extension RankedColumn {
  /// The sum of two columns' average ranks in a resample, ranked again: the paper's combined rank when `first` is κ and
  /// `second` is R reversed (TE-NAS, figure 9). Exact: it is computed on twice the ranks, which are integers.
  ///
  /// - Precondition: both columns and the resample have equally many rows.
  public static func rankSum(_ first: RankedColumn, _ second: RankedColumn, in resample: Resample) -> RankedColumn {
    let (firstRanks, secondRanks) = (first.centredRanks(resample), second.centredRanks(resample))
    let keys = zip(first.level, second.level).map { firstLevel, secondLevel in
      firstRanks[Int(firstLevel)] + secondRanks[Int(secondLevel)] + 2 * resample.total
    }
    return RankedColumn(keys: keys, limit: 4 * resample.total)
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
