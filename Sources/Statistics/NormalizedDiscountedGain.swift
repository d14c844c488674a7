#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// nDCG, the normalised discounted cumulative gain of a ranking (Järvelin and Kekäläinen, ACM TOIS 20, 2002):
/// Σ gain(r) / log₂(r + 2) over the first P ranks r = 0, 1, …, divided by the same sum of the best possible ranking.
///
/// Where scores tie, every rank of the group has the group's average gain, the expectation over random orders (McSherry and
/// Najork, ECIR 2008; scikit-learn's `ndcg_score` with `ignore_ties=False`). In 0...1; unchanged by strictly increasing maps of
/// the scores.
public struct NormalizedDiscountedGain: Sendable {
  /// P, the number of ranks that count.
  public let first: Int
  private let gains: [Double]
  private let ideal: RankedColumn
  /// Per count of ranks, the sum of their discounts.
  private let discounts: [Double]

  /// Prepares the gains of n observations.
  ///
  /// - Parameters:
  ///   - gains: what each observation is worth, at least 0.
  ///   - first: the number of ranks that count; all if there are fewer observations.
  /// - Throws: `StatisticsError` when a gain is NaN.
  /// - Precondition: `first` is positive.
  public init(gains: [Double], first: Int) throws {
    precondition(first > 0, "nDCG counts at least one rank")
    (self.first, self.gains) = (first, gains)
    ideal = try RankedColumn(gains, name: "the gains")
    var (sums, sum) = ([0.0], 0.0)
    for rank in 0..<min(first, gains.count) {
      sum += 1 / log2(Double(rank + 2))
      sums.append(sum)
    }
    discounts = sums
  }

  /// The gain of an accuracy in percent that comparisons of training-free metrics use, 2^accuracy − 1. It makes cells that
  /// are a few percent below the best all but worthless.
  public static func gain(accuracy: Double) -> Double { exp2(accuracy) - 1 }

  /// nDCG of the ranking by descending scores in a resample; nil if no observation has any gain.
  ///
  /// - Precondition: scores and resample have as many rows as there are gains.
  public func value(_ scores: RankedColumn, in resample: Resample) -> Double? {
    let best = cumulativeGain(ideal, resample)
    return best > 0 ? cumulativeGain(scores, resample) / best : nil
  }

  private func cumulativeGain(_ scores: RankedColumn, _ resample: Resample) -> Double {
    precondition(scores.count == gains.count, "nDCG needs one gain per score")
    var (sum, ranked) = (0.0, 0)
    var place = scores.count
    while place > 0, ranked < discounts.count - 1 {
      let level = scores.level[Int(scores.order[place - 1])]
      var (count, gain) = (0, 0.0)
      while place > 0, scores.level[Int(scores.order[place - 1])] == level {
        place -= 1
        let row = Int(scores.order[place])
        count += Int(resample.multiplicities[row])
        gain += Double(resample.multiplicities[row]) * gains[row]
      }
      guard count > 0 else { continue }
      let end = min(ranked + count, discounts.count - 1)
      sum += gain / Double(count) * (discounts[end] - discounts[ranked])
      ranked += count
    }
    return sum
  }
}

/// nDCG of the ranking by descending scores; see ``NormalizedDiscountedGain``.
///
/// - Throws: `StatisticsError` when a value is NaN or the columns differ in length.
public func normalizedDiscountedGain(_ scores: [Double], gains: [Double], first: Int) throws -> Double? {
  guard scores.count == gains.count else { throw StatisticsError.unequalCounts(scores.count, gains.count) }
  return try NormalizedDiscountedGain(gains: gains, first: first).value(
    RankedColumn(scores, name: "the scores"), in: Resample(everyRowOf: scores.count))
}
