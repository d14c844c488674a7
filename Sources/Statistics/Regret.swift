/// What is lost by trusting a ranking: the largest y less the expected largest y among the k observations with the largest x.
///
/// For k = 1 that is the best accuracy less that of the top-ranked cell; for k = 10, less that of the best of ten cells which
/// one would train. Where x ties at the k-th place, which of the tied observations are among the k is random, and the
/// expectation over that is taken. At least 0; unchanged by strictly increasing maps of x.
///
/// - Throws: `StatisticsError` when a value is NaN or the columns differ in length.
/// - Precondition: `first` is in 1...n.
public func regret(_ x: [Double], _ y: [Double], first: Int) throws -> Double {
  guard x.count == y.count else { throw StatisticsError.unequalCounts(x.count, y.count) }
  let pair = RankedPair(
    try RankedColumn(x, name: "the first column"), try RankedColumn(y, name: "the second column"))
  return regret(pair, values: y, first: first, in: Resample(everyRowOf: x.count))
}

/// The regret in a resample; see `regret(_:_:first:)`.
///
/// - Parameters:
///   - pair: x and y.
///   - values: y as numbers.
///   - first: k.
///   - resample: the rows drawn.
/// - Precondition: all have equally many rows, and `first` is in 1...n.
public func regret(_ pair: RankedPair, values: [Double], first: Int, in resample: Resample) -> Double {
  precondition(1...max(1, resample.total) ~= first, "regret needs k from 1 to the number of observations")
  let drawn = pair.y.order.last { resample.multiplicities[Int($0)] > 0 }!
  let expected = expectedBest(pair, values: values, top: Top(of: pair.x, first: first, resample), resample)
  return max(0, values[Int(drawn)] - expected)
}

/// Of g tied observations with ascending values a_1…a_g, r taken at random have the largest value a_j with probability
/// p_j = C(j−1, r−1) / C(g, r); p_g = r/g and p_{j−1} = p_j (j − r)/(j − 1).
private func expectedBest(_ pair: RankedPair, values: [Double], top: Top, _ resample: Resample) -> Double {
  var (best, expectation) = (-Double.infinity, 0.0)
  var (left, probability) = (top.available, Double(top.needed) / Double(top.available))
  for row in pair.byXThenY.reversed() {
    let (row, level) = (Int(row), pair.x.level[Int(row)])
    guard level >= top.lowest, probability > 0 else { break }
    guard level == top.lowest else {
      if resample.multiplicities[row] > 0 { best = max(best, values[row]) }
      continue
    }
    for _ in 0..<resample.multiplicities[row] where probability > 0 {
      expectation += probability * max(best, values[row])
      probability *= left > 1 ? Double(left - top.needed) / Double(left - 1) : 0
      left -= 1
    }
  }
  return expectation
}
