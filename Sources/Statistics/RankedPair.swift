/// Two columns ranked together: what statistics need that look at both orders at once.
///
/// Sorting happens once, here, in O(n).
public struct RankedPair: Sendable {
  /// The two columns.
  public let x, y: RankedColumn
  /// The rows, ascending by x and, where that ties, by y.
  let byXThenY: [Int32]
  /// The rows, ascending by y and, where that ties, by x.
  let byYThenX: [Int32]

  /// Ranks two columns together.
  ///
  /// - Precondition: both have equally many rows.
  public init(_ x: RankedColumn, _ y: RankedColumn) {
    precondition(x.count == y.count, "a pair of columns has one row per observation in each")
    (self.x, self.y) = (x, y)
    (byXThenY, byYThenX) = (x.sortedStably(y.order), y.sortedStably(x.order))
  }
}

extension RankedColumn {
  /// Rows by this column's level, equal ones in the order given: a counting sort.
  fileprivate func sortedStably(_ rows: [Int32]) -> [Int32] {
    var places = [Int](repeating: 0, count: levels + 1)
    for level in level { places[Int(level) + 1] += 1 }
    for level in 0..<levels { places[level + 1] += places[level] }
    var sorted = [Int32](repeating: 0, count: rows.count)
    for row in rows {
      let level = Int(level[Int(row)])
      sorted[places[level]] = row
      places[level] += 1
    }
    return sorted
  }
}
