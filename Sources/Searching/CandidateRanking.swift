import Foundation

/// Something that could be pruned next: an operation, or a whole edge.
public struct PruningCandidate: Sendable, Hashable {
  /// Where it is.
  public let cell, edge: Int
  /// Which operation of the edge; nil for the whole edge.
  public let operation: Int?

  /// Names an operation or an edge.
  public init(cell: Int, edge: Int, operation: Int?) {
    (self.cell, self.edge, self.operation) = (cell, edge, operation)
  }
}

/// What removing one candidate does to the metrics, relative to what they were, and its ranks among all candidates.
public struct RankedCandidate: Sendable, Hashable {
  /// What would be removed.
  public let candidate: PruningCandidate
  /// (κ_before − κ_after) / κ_before, rounded and averaged as ``PruningChange`` says; nil where the rule does not need it.
  public let kappaChange: Double?
  /// (R_before − R_after) / R_before, likewise.
  public let regionsChange: Double?
  /// Its rank by Δκ descending, from 0.
  public let kappaRank: Int?
  /// Its rank by ΔR ascending, from 0.
  public let regionsRank: Int?
}

/// The relative change of a metric, with the roundings of the authors' code.
public enum PruningChange {
  /// The change in one repeat, (before − after) / before, to 3 decimals.
  ///
  /// Not a number, which a metric returns when its computation failed, counts as κ = +∞. A removal that makes κ infinite
  /// changes it by −∞, and one that makes it finite by +∞; between two infinities nothing changes.
  public static func relative(before: Double, after: Double) -> Double {
    let (before, after) = (before.isNaN ? .infinity : before, after.isNaN ? .infinity : after)
    if before == after { return 0 }
    if after.isInfinite { return -.infinity }
    if before.isInfinite { return .infinity }
    if before == 0 { return -.infinity }
    return rounded((before - after) / before, decimals: 3)
  }

  /// The mean over repeats; −∞ if one of them is, whatever the others are.
  public static func mean(_ changes: [Double]) -> Double {
    if changes.contains(-.infinity) { return -.infinity }
    return changes.reduce(0, +) / Double(changes.count)
  }

  /// The key by which means are sorted: 3 significant digits of the magnitude plus 1e-8, with the sign.
  ///
  /// As in the authors' `round_to`: the magnitude is divided by a power of ten to lie in [0.1, 1), and rounded to 3 decimals.
  public static func sortKey(_ mean: Double) -> Double {
    guard mean != 0, mean.isFinite else { return mean }
    let magnitude = mean.magnitude + 1e-8
    let power = floor(log10(magnitude)) + 1
    return (mean < 0 ? -1 : 1) * rounded(magnitude * pow(10, -power), decimals: 3) * pow(10, power)
  }

  /// The nearest decimal, as Python's `round` finds it: ties of the exact binary value go to the even digit.
  private static func rounded(_ value: Double, decimals: Int) -> Double {
    Double(String(format: "%.\(decimals)f", value))!
  }
}

/// All candidates of a round, from the one to prune first to the one to prune last.
public struct CandidateRanking: Sendable {
  /// The candidates, best removal first.
  public let ordered: [RankedCandidate]

  /// Ranks candidates by a rule.
  ///
  /// The two columns are sorted by ``PruningChange/sortKey(_:)``, stably in the order given; neighbours share a rank only if
  /// their means are equal before that rounding, else the rank grows by one. Equal scores go to the better place in the order
  /// by Δκ (for ``PruningRule/regions`` by ΔR).
  ///
  /// - Parameters:
  ///   - candidates: in the order cell, edge, operation.
  ///   - kappaChanges: Δκ of each; nil if the rule does not need it.
  ///   - regionsChanges: ΔR of each; nil if the rule does not need it.
  public init(
    _ candidates: [PruningCandidate], kappaChanges: [Double]?, regionsChanges: [Double]?, rule: PruningRule
  ) {
    let kappa = kappaChanges.map { Self.ranks($0.map { -$0 }) }
    let regions = regionsChanges.map { Self.ranks($0) }
    let rows = candidates.indices.map { place in
      RankedCandidate(
        candidate: candidates[place], kappaChange: kappaChanges?[place], regionsChange: regionsChanges?[place],
        kappaRank: kappa?[place].rank, regionsRank: regions?[place].rank)
    }
    let order = (rule == .regions ? regions : kappa)!.map(\.place)
    let keys = rows.indices.map { (score: Self.score(rows[$0], rule: rule), place: order[$0]) }
    ordered = rows.indices.sorted { keys[$0] < keys[$1] }.map { rows[$0] }
  }

  /// The candidates to prune: from each edge that has any, its first few.
  public func first(onEachEdge count: (_ cell: Int, _ edge: Int) -> Int) -> [RankedCandidate] {
    var taken: [PruningCandidate: Int] = [:]
    return ordered.filter { row in
      let edge = PruningCandidate(cell: row.candidate.cell, edge: row.candidate.edge, operation: nil)
      taken[edge, default: 0] += 1
      return taken[edge]! <= count(edge.cell, edge.edge)
    }
  }

  /// What a rule makes of the two columns: the smallest goes first.
  private static func score(_ row: RankedCandidate, rule: PruningRule) -> Double {
    switch rule {
    case .ranks: Double(row.kappaRank! + row.regionsRank!)
    case .kappa: Double(row.kappaRank!)
    case .regions: Double(row.regionsRank!)
    case .min: Double(Swift.min(row.kappaRank!, row.regionsRank!))
    case .max: Double(Swift.max(row.kappaRank!, row.regionsRank!))
    case .changes: -combined(row.kappaChange!, -row.regionsChange!)
    case .changesLiteral: -combined(row.kappaChange!, row.regionsChange!)
    }
  }

  /// A sum in which an infinite Δκ decides.
  private static func combined(_ kappaChange: Double, _ regionsTerm: Double) -> Double {
    kappaChange.isInfinite ? kappaChange : kappaChange + regionsTerm
  }

  /// Ascending rank, and place in the stable order, of each mean.
  private static func ranks(_ means: [Double]) -> [(rank: Int, place: Int)] {
    let keys = means.map(PruningChange.sortKey)
    let order = means.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    var ranks = [(rank: Int, place: Int)](repeating: (0, 0), count: means.count)
    var rank = 0
    for (place, index) in order.enumerated() {
      if place > 0 && means[index] != means[order[place - 1]] { rank += 1 }
      ranks[index] = (rank, place)
    }
    return ranks
  }
}
