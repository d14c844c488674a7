/// Kendall's τ_b by its definition: every pair of observations is looked at, in O(n²).
///
/// The specification that `kendallTauB(_:_:)` is tested against; use that one.
///
/// - Throws: `StatisticsError` when a value is NaN or the columns differ in length.
public func kendallTauBByDefinition(_ x: [Double], _ y: [Double]) throws -> Correlation {
  guard x.count == y.count else { throw StatisticsError.unequalCounts(x.count, y.count) }
  for (column, values) in [("the first column", x), ("the second column", y)] {
    if let row = values.firstIndex(where: \.isNaN) { throw StatisticsError.notANumber(column: column, row: row) }
  }
  func order(_ a: Double, _ b: Double) -> Int { a < b ? -1 : a > b ? 1 : 0 }
  var (balance, untiedInX, untiedInY) = (0, 0, 0)
  for later in x.indices {
    for earlier in 0..<later {
      let (inX, inY) = (order(x[earlier], x[later]), order(y[earlier], y[later]))
      balance += inX * inY
      untiedInX += inX * inX
      untiedInY += inY * inY
    }
  }
  if let reason = Correlation.reason(
    count: x.count, firstIsConstant: untiedInX == 0, secondIsConstant: untiedInY == 0)
  {
    return .undefined(reason)
  }
  return .quotient(balance, untiedInX, untiedInY)
}
