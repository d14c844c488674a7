import Statistics

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
