/// The partial rank correlation of x and y given covariates: Pearson's correlation of what linear regression on the covariates'
/// average ranks (with an intercept) leaves of the average ranks of x and of y.
///
/// It says whether x knows something of y that the covariates do not. Covariates that say the same as earlier ones, to twelve
/// digits, are passed over. Symmetric; unchanged by strictly increasing maps of any column; in -1...1; without covariates it is
/// Spearman's ρ. O(n).
///
/// - Throws: `StatisticsError` when a value is NaN or the columns differ in length.
public func partialRankCorrelation(_ x: [Double], _ y: [Double], given covariates: [[Double]]) throws -> Correlation {
  let others = covariates.enumerated().map { ("covariate \($0)", $1) }
  let columns = try ([("the first column", x), ("the second column", y)] + others).map { name, values in
    guard values.count == x.count else { throw StatisticsError.unequalCounts(x.count, values.count) }
    return try RankedColumn(values, name: name)
  }
  return partialRankCorrelation(
    columns[0], columns[1], given: Array(columns.dropFirst(2)), in: Resample(everyRowOf: x.count))
}

/// The partial rank correlation in a resample; see `partialRankCorrelation(_:_:given:)`.
///
/// - Precondition: all columns and the resample have equally many rows.
public func partialRankCorrelation(
  _ x: RankedColumn, _ y: RankedColumn, given covariates: [RankedColumn], in resample: Resample
) -> Correlation {
  let columns = covariates + [x, y]
  var products = rankProducts(columns, resample)
  let (first, second) = (columns.count - 2, columns.count - 1)
  let whole = columns.indices.map { products[$0][$0] }
  if let reason = Correlation.reason(
    count: resample.total, firstIsConstant: whole[first] == 0, secondIsConstant: whole[second] == 0)
  {
    return .undefined(reason)
  }
  func isExplained(_ column: Int) -> Bool { products[column][column] <= 1e-12 * whole[column] }
  for pivot in covariates.indices where !isExplained(pivot) {
    for row in (pivot + 1)..<columns.count {
      let slope = products[row][pivot] / products[pivot][pivot]
      for column in (pivot + 1)..<columns.count { products[row][column] -= slope * products[pivot][column] }
    }
  }
  if isExplained(first) { return .undefined(.explainedFirst) }
  if isExplained(second) { return .undefined(.explainedSecond) }
  return .quotient(products[first][second], products[first][first], products[second][second])
}

/// Σ over observations of the products of two columns' centred ranks, for every two columns; exact.
private func rankProducts(_ columns: [RankedColumn], _ resample: Resample) -> [[Double]] {
  let ranks = columns.map { column in
    let ranks = column.centredRanks(resample)
    return column.level.map { ranks[Int($0)] }
  }
  var products = [[Double]](repeating: [Double](repeating: 0, count: columns.count), count: columns.count)
  for (i, a) in ranks.enumerated() {
    for (j, b) in ranks.enumerated().prefix(i + 1) {
      var sum = 0
      for (row, multiplicity) in resample.multiplicities.enumerated() { sum += Int(multiplicity) * a[row] * b[row] }
      (products[i][j], products[j][i]) = (Double(sum), Double(sum))
    }
  }
  return products
}
