/// The weighted τ with additive hyperbolic weights (Vigna, "A weighted correlation index for rankings with ties", WWW 2015), as
/// SciPy's `weightedtau` has it by default: a pair of observations of ranks r and s, counted from 0 at the largest, weighs
/// 1/(1 + r) + 1/(1 + s), and ties are treated as in τ_b. The result is the mean of the two coefficients whose ranks come from x
/// (ties by y) and from y (ties by x).
///
/// Disagreement among the largest values counts most. O(n log n); symmetric; unchanged by strictly increasing maps; in -1...1.
/// Not negated when a column is negated, because other values are then the largest.
///
/// - Throws: `StatisticsError` when a value is NaN or the columns differ in length.
public func weightedTau(_ x: [Double], _ y: [Double]) throws -> Correlation {
  guard x.count == y.count else { throw StatisticsError.unequalCounts(x.count, y.count) }
  let first = try RankedColumn(x, name: "the first column")
  let pair = RankedPair(first, try RankedColumn(y, name: "the second column"))
  return Concordance(pair, in: Resample(everyRowOf: x.count)).weighted
}
