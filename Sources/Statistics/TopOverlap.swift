/// Precision at k: the part of the k observations with the largest x that are also among the k with the largest y.
///
/// Where a tie straddles the k-th place, every observation of it is counted with the probability of being among the k when ties
/// are broken at random, independently in the two columns. Symmetric; unchanged by strictly increasing maps; in 0...1; k/n for
/// unrelated columns.
///
/// - Throws: `StatisticsError` when a value is NaN or the columns differ in length.
/// - Precondition: `first` is in 1...n.
public func topOverlap(_ x: [Double], _ y: [Double], first: Int) throws -> Double {
  guard x.count == y.count else { throw StatisticsError.unequalCounts(x.count, y.count) }
  return topOverlap(
    try RankedColumn(x, name: "the first column"), try RankedColumn(y, name: "the second column"), first: first,
    in: Resample(everyRowOf: x.count))
}

/// Precision at k in a resample; see `topOverlap(_:_:first:)`.
///
/// - Precondition: both columns and the resample have equally many rows, and `first` is in 1...n.
public func topOverlap(_ x: RankedColumn, _ y: RankedColumn, first: Int, in resample: Resample) -> Double {
  precondition(1...max(1, resample.total) ~= first, "precision at k needs k from 1 to the number of observations")
  let (xTop, yTop) = (Top(of: x, first: first, resample), Top(of: y, first: first, resample))
  var overlap = 0.0
  for row in x.order.reversed() {
    let level = x.level[Int(row)]
    guard level >= xTop.lowest else { break }
    let shared = xTop.probability(level) * yTop.probability(y.level[Int(row)])
    overlap += Double(resample.multiplicities[Int(row)]) * shared
  }
  return overlap / Double(first)
}

/// The levels among the first k from above; the lowest of them perhaps in part.
struct Top {
  /// The lowest level that is among them.
  let lowest: Int32
  /// Observations at higher levels, and how many at the lowest there are and are still needed to make k.
  let above, available, needed: Int

  init(of column: RankedColumn, first: Int, _ resample: Resample) {
    let counts = column.levelCounts(resample)
    var (level, above) = (column.levels - 1, 0)
    while above + counts[level] < first {
      above += counts[level]
      level -= 1
    }
    (lowest, self.above, available, needed) = (Int32(level), above, counts[level], first - above)
  }

  /// The probability of an observation at a level to be among them when ties are broken at random.
  func probability(_ level: Int32) -> Double {
    level > lowest ? 1 : level < lowest ? 0 : Double(needed) / Double(available)
  }
}
