/// Kendall's τ_b (Kendall, "The treatment of ties in ranking problems", Biometrika 33, 1945):
/// (P − Q) / √((N − T_x)(N − T_y)), where of the N = n(n−1)/2 pairs P are concordant, Q discordant, and T_x and T_y tied in x and
/// in y.
///
/// O(n log n), with exact integer counts. Unchanged by strictly increasing maps of either column; symmetric; negated when one
/// column is negated; in -1...1.
///
/// - Throws: `StatisticsError` when a value is NaN or the columns differ in length.
public func kendallTauB(_ x: [Double], _ y: [Double]) throws -> Correlation {
  guard x.count == y.count else { throw StatisticsError.unequalCounts(x.count, y.count) }
  let first = try RankedColumn(x, name: "the first column")
  return kendallTauB(first, try RankedColumn(y, name: "the second column"), in: Resample(everyRowOf: x.count))
}

/// Kendall's τ_b of the observations in a resample; see `kendallTauB(_:_:)`.
///
/// - Precondition: both columns and the resample have equally many rows.
public func kendallTauB(_ x: RankedColumn, _ y: RankedColumn, in resample: Resample) -> Correlation {
  let pairs = pairCount(resample.total)
  let untiedInX = pairs - x.levelCounts(resample).reduce(0) { $0 + pairCount($1) }
  let untiedInY = pairs - y.levelCounts(resample).reduce(0) { $0 + pairCount($1) }
  if let reason = Correlation.reason(
    count: resample.total, firstIsConstant: untiedInX == 0, secondIsConstant: untiedInY == 0)
  {
    return .undefined(reason)
  }
  return .quotient(concordantLessDiscordant(x, y, in: resample), untiedInX, untiedInY)
}

private func pairCount(_ observations: Int) -> Int { observations * (observations - 1) / 2 }

/// P − Q. Rows are visited in the order of one column; a Fenwick tree (Fenwick, Software: Practice and Experience 24, 1994) over
/// the levels of the other counts the observations already visited. A group that ties in the first is counted whole before it
/// is entered. The roles may be exchanged: the column with fewer levels makes the smaller tree.
private func concordantLessDiscordant(_ x: RankedColumn, _ y: RankedColumn, in resample: Resample) -> Int {
  let (outer, inner) = x.levels < y.levels ? (y, x) : (x, y)
  return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * inner.levels + 1) { memory in
    memory.initialize(repeating: 0)
    var visited = VisitedLevels(
      tree: memory.extracting(0...inner.levels), counts: memory.extracting((inner.levels + 1)...))
    return resample.multiplicities.withUnsafeBufferPointer { multiplicities in
      outer.order.withUnsafeBufferPointer { order in
        outer.level.withUnsafeBufferPointer { outerLevel in
          inner.level.withUnsafeBufferPointer { level in
            var (balance, start) = (0, 0)
            while start < order.count {
              let current = outerLevel[Int(order[start])]
              var end = start
              while end < order.count, outerLevel[Int(order[end])] == current {
                let row = Int(order[end])
                end += 1
                guard multiplicities[row] > 0 else { continue }
                balance += Int(multiplicities[row]) * visited.lowerLessHigher(than: Int(level[row]))
              }
              for place in start..<end {
                let row = Int(order[place])
                visited.add(multiplicities[row], at: Int(level[row]))
              }
              start = end
            }
            return balance
          }
        }
      }
    }
  }
}

/// How many observations have been visited at each level and, by a Fenwick tree, below it.
struct VisitedLevels {
  let tree: UnsafeMutableBufferPointer<Int32>
  let counts: UnsafeMutableBufferPointer<Int32>
  var total = 0

  init(tree: UnsafeMutableBufferPointer<Int32>, counts: UnsafeMutableBufferPointer<Int32>) {
    (self.tree, self.counts) = (tree, counts)
  }

  @inline(__always)
  mutating func add(_ observations: Int32, at level: Int) {
    guard observations > 0 else { return }
    total += Int(observations)
    counts[level] += observations
    var node = level + 1
    while node < tree.count {
      tree[node] += observations
      node += node & -node
    }
  }

  @inline(__always)
  func lowerLessHigher(than level: Int) -> Int {
    var lower: Int32 = 0
    var node = level
    while node > 0 {
      lower &+= tree[node]
      node &= node - 1
    }
    return 2 * Int(lower) + Int(counts[level]) - total
  }
}
