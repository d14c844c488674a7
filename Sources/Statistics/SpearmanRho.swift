/// Spearman's ρ: Pearson's correlation of the average ranks.
///
/// O(n log n). Unchanged by strictly increasing maps of either column; symmetric; negated when one column is negated; in -1...1.
/// The sums are exact for up to two million rows.
///
/// - Throws: `StatisticsError` when a value is NaN or the columns differ in length.
public func spearmanRho(_ x: [Double], _ y: [Double]) throws -> Correlation {
  guard x.count == y.count else { throw StatisticsError.unequalCounts(x.count, y.count) }
  let first = try RankedColumn(x, name: "the first column")
  return spearmanRho(first, try RankedColumn(y, name: "the second column"), in: Resample(everyRowOf: x.count))
}

/// Spearman's ρ of the observations in a resample, O(n); see `spearmanRho(_:_:)`.
///
/// - Precondition: both columns and the resample have equally many rows.
public func spearmanRho(_ x: RankedColumn, _ y: RankedColumn, in resample: Resample) -> Correlation {
  let (xRanks, yRanks) = (x.centredRanks(resample), y.centredRanks(resample))
  var (xx, yy, xy) = (0, 0, 0)
  for (row, multiplicity) in resample.multiplicities.enumerated() where multiplicity > 0 {
    let (a, b) = (xRanks[Int(x.level[row])], yRanks[Int(y.level[row])])
    xx += Int(multiplicity) * a * a
    yy += Int(multiplicity) * b * b
    xy += Int(multiplicity) * a * b
  }
  if let reason = Correlation.reason(count: resample.total, firstIsConstant: xx == 0, secondIsConstant: yy == 0) {
    return .undefined(reason)
  }
  return .quotient(xy, xx, yy)
}
