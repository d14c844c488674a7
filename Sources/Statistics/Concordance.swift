/// Kendall's τ_b and the weighted τ of two columns in a resample, which one count of concordant pairs gives.
public struct Concordance: Equatable, Sendable {
  /// Kendall's τ_b; see ``kendallTauB(_:_:)``.
  public let kendall: Correlation
  /// The weighted τ; see ``weightedTau(_:_:)``.
  public let weighted: Correlation

  /// Counts the concordant pairs of a resample, O(n log n).
  ///
  /// With c_i the number of observations concordant with observation i less those discordant with it, τ_b's numerator is
  /// Σ c_i / 2, and that of a τ whose pairs weigh w_i + w_j is Σ w_i c_i: additive weights need no second count.
  ///
  /// - Precondition: the columns and the resample have equally many rows.
  public init(_ pair: RankedPair, in resample: Resample) {
    let (xCounts, yCounts) = (pair.x.levelCounts(resample), pair.y.levelCounts(resample))
    let total = resample.total
    if let reason = Correlation.reason(
      count: total, firstIsConstant: xCounts.contains(total), secondIsConstant: yCounts.contains(total))
    {
      (kendall, weighted) = (.undefined(reason), .undefined(reason))
      return
    }
    let balances = pair.balances(resample)
    let sums = Sums(pair, resample, balances, xCounts, yCounts)
    kendall = .quotient(sums.balance / 2, sums.untiedInX / 2, sums.untiedInY / 2)
    let orders = [pair.byXThenY, pair.byYThenX].map { order in
      WeightedSums(pair, resample, order, balances, xCounts, yCounts).quotient
    }
    weighted = .value((orders[0] + orders[1]) / 2)
  }
}

/// Sums over observations: concordant less discordant others, and others that are not tied in x or in y.
private struct Sums {
  var (balance, untiedInX, untiedInY) = (0, 0, 0)

  init(_ pair: RankedPair, _ resample: Resample, _ balances: [Int32], _ xCounts: [Int], _ yCounts: [Int]) {
    for (row, multiplicity) in resample.multiplicities.enumerated() {
      balance += Int(multiplicity) * Int(balances[row])
    }
    untiedInX = xCounts.reduce(0) { $0 + $1 * (resample.total - $1) }
    untiedInY = yCounts.reduce(0) { $0 + $1 * (resample.total - $1) }
  }
}

/// The same sums, observation r of an order from its end weighing 1/(1 + r).
private struct WeightedSums {
  var (balance, untiedInX, untiedInY) = (0.0, 0.0, 0.0)

  init(
    _ pair: RankedPair, _ resample: Resample, _ order: [Int32], _ balances: [Int32], _ xCounts: [Int], _ yCounts: [Int]
  ) {
    var rank = 1.0
    for row in order.reversed() {
      let row = Int(row)
      var weight = 0.0
      for _ in 0..<resample.multiplicities[row] {
        weight += 1 / rank
        rank += 1
      }
      guard weight > 0 else { continue }
      balance += weight * Double(balances[row])
      untiedInX += weight * Double(resample.total - xCounts[Int(pair.x.level[row])])
      untiedInY += weight * Double(resample.total - yCounts[Int(pair.y.level[row])])
    }
  }

  var quotient: Double { max(-1, min(1, balance / (untiedInX * untiedInY).squareRoot())) }
}

extension RankedPair {
  /// Per row, the observations concordant with it less those discordant with it.
  ///
  /// As in `kendallTauB`, rows are visited in one column's order and a Fenwick tree over the other's levels knows what has been
  /// visited. What comes after a row is what there is at all less what has been visited once its whole group is entered.
  fileprivate func balances(_ resample: Resample) -> [Int32] {
    let (outer, inner) = x.levels < y.levels ? (y, x) : (x, y)
    let all = inner.centredRanks(resample)
    return [Int32](unsafeUninitializedCapacity: outer.count) { balances, count in
      count = outer.count
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * inner.levels + 1) { memory in
        memory.initialize(repeating: 0)
        var visited = VisitedLevels(
          tree: memory.extracting(0...inner.levels), counts: memory.extracting((inner.levels + 1)...))
        var start = 0
        while start < outer.count {
          let end = outer.endOfGroup(at: start)
          for place in start..<end {
            let row = Int(outer.order[place])
            let level = Int(inner.level[row])
            balances[row] = Int32(truncatingIfNeeded: visited.lowerLessHigher(than: level) - all[level])
          }
          for place in start..<end {
            let row = Int(outer.order[place])
            visited.add(resample.multiplicities[row], at: Int(inner.level[row]))
          }
          for place in start..<end {
            let row = Int(outer.order[place])
            balances[row] += Int32(truncatingIfNeeded: visited.lowerLessHigher(than: Int(inner.level[row])))
          }
          start = end
        }
      }
    }
  }
}

extension RankedColumn {
  /// The place in ``order`` after the rows that tie with the one at a place, which is the first of them.
  func endOfGroup(at start: Int) -> Int {
    let current = level[Int(order[start])]
    var end = start + 1
    while end < order.count, level[Int(order[end])] == current { end += 1 }
    return end
  }
}
