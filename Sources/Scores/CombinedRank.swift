import Metrics
import Statistics

/// The sum of the ranks of κ and R.
public enum CombinedRank {
  /// What it is called in files and tables, beside the metrics' names.
  public static let name = "combined"

  /// κ's name and R's, in the order of their columns.
  public static let parts = [Kappa.description.name, Regions.description.name]
}

/// The combined rank of the paper's figure 9, smallest best: the rank of κ ascending (lower is better) plus the rank of R
/// descending (higher is better), ties sharing their average rank.
///
/// Against accuracy its τ is negative.
///
/// - Throws: `StatisticsError` when a value is NaN or the columns differ in length.
public func combinedRank(kappa: [Double], regions: [Double]) throws -> [Double] {
  guard kappa.count == regions.count else { throw StatisticsError.unequalCounts(kappa.count, regions.count) }
  let kappa = try RankedColumn(kappa, name: CombinedRank.parts[0])
  let regions = try RankedColumn(regions, name: CombinedRank.parts[1])
  return zip(kappa.averageRanks, regions.reversed.averageRanks).map(+)
}
