/// Pearson's correlation of two columns of finite numbers. Of average ranks it is Spearman's ρ.
///
/// O(n), about the means. Unchanged by increasing linear maps of either column; symmetric; in -1...1.
///
/// - Throws: `StatisticsError` when a value is NaN or infinite, or the columns differ in length.
public func pearsonCorrelation(_ x: [Double], _ y: [Double]) throws -> Correlation {
  guard x.count == y.count else { throw StatisticsError.unequalCounts(x.count, y.count) }
  for (column, values) in [("the first column", x), ("the second column", y)] {
    if let row = values.firstIndex(where: { !$0.isFinite }) {
      throw values[row].isNaN
        ? StatisticsError.notANumber(column: column, row: row) : .infinite(column: column, row: row)
    }
  }
  func isConstant(_ values: [Double]) -> Bool { values.allSatisfy { $0 == values[0] } }
  if let reason = Correlation.reason(
    count: x.count, firstIsConstant: isConstant(x), secondIsConstant: isConstant(y))
  {
    return .undefined(reason)
  }
  let (a, b) = (centred(x), centred(y))
  func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
  return .quotient(product(a, b), product(a, a), product(b, b))
}

private func centred(_ values: [Double]) -> [Double] {
  let mean = values.reduce(0, +) / Double(values.count)
  return values.map { $0 - mean }
}
