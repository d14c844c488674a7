import SearchSpaces

/// The pruning search (TE-NAS, algorithm 1) as a function of what is measured: it knows neither networks nor files.
///
/// A round measures the supernet, and the supernet without each of its remaining operations; ranks these removals over all
/// cells and edges; and on every edge prunes the best. Once every edge has one operation, whole edges are pruned group by
/// group, if the space asks for it; before and after are measured on the same supernet there too, where the authors' code
/// compares with one that still has the earlier groups' edges.
public struct PruningSearch<Supernet: PrunableSupernet>: Sendable {
  /// How the two metrics decide.
  public let rule: PruningRule
  /// Operations removed from an edge in a round, as long as one remains.
  public let pruneNumber: Int
  /// Measurements of everything, over which changes are averaged.
  public let repeats: Int

  /// Sets a search up.
  public init(rule: PruningRule, pruneNumber: Int = 1, repeats: Int = 3) {
    precondition(pruneNumber >= 1 && repeats >= 1, "a search prunes and measures at least once")
    (self.rule, self.pruneNumber, self.repeats) = (rule, pruneNumber, repeats)
  }

  /// One number to be measured.
  public struct Request: Sendable, Hashable {
    /// The round, from 0. What is compared shares a round.
    public let round: Int
    /// What is measured.
    public let supernet: Supernet
    /// By what.
    public let metric: SearchMetric
    /// The repeat, from 0.
    public let `repeat`: Int
  }

  /// What a round prunes.
  public enum Phase: String, Sendable {
    /// Nothing: the beginning.
    case start
    /// Operations.
    case operations
    /// Whole edges of a group.
    case edges
  }

  /// A supernet on the way.
  public struct State: Sendable {
    /// Rounds before it.
    public let step: Int
    /// What the last of them pruned.
    public let phase: Phase
    /// What is left.
    public let supernet: Supernet
    /// κ_N and R_N of it, means over repeats.
    public let kappa, regions: Double
    /// The least and the greatest of the repeats.
    public let kappaRange, regionsRange: ClosedRange<Double>
  }

  /// A candidate that was pruned.
  public struct Removal: Sendable {
    /// The round it went in, from 1: the step of the state that it led to.
    public let step: Int
    /// What that round pruned.
    public let phase: Phase
    /// The candidate, its changes and ranks.
    public let row: RankedCandidate
  }

  /// What a search finds.
  public struct Outcome: Sendable {
    /// The supernet at the start and after every round.
    public internal(set) var states: [State] = []
    /// What was pruned, in the order of pruning.
    public internal(set) var removals: [Removal] = []

    /// What is left.
    public var supernet: Supernet { states.last!.supernet }
  }

  /// Searches.
  ///
  /// - Parameters:
  ///   - initial: where to begin.
  ///   - measure: gives the requested numbers, in the order of the requests; called once a round.
  /// - Throws: what `measure` throws.
  public func run(from initial: Supernet, measure: ([Request]) throws -> [Double]) rethrows -> Outcome {
    var (outcome, supernet, phase) = (Outcome(), initial, Phase.start)
    while true {
      let round = outcome.states.count
      let next = nextRound(of: supernet)
      let measured = try self.measured(supernet, candidates: next?.candidates ?? [], round: round, measure: measure)
      outcome.states.append(
        State(
          step: round, phase: phase, supernet: supernet, kappa: Self.mean(measured.before[.kappa]!),
          regions: Self.mean(measured.before[.regions]!), kappaRange: Self.range(measured.before[.kappa]!),
          regionsRange: Self.range(measured.before[.regions]!)))
      guard let next else { return outcome }
      let ranking = CandidateRanking(
        next.candidates, kappaChanges: measured.changes[.kappa], regionsChanges: measured.changes[.regions], rule: rule)
      let pruned = next.select(ranking)
      for row in pruned { supernet = Self.without(row.candidate, supernet) }
      phase = next.phase
      outcome.removals += pruned.map { Removal(step: round + 1, phase: next.phase, row: $0) }
    }
  }

  /// How many numbers a search measures; it does not depend on what they are.
  public func requestCount(from initial: Supernet) -> Int {
    var count = 0
    _ = run(from: initial) { requests in
      count += requests.count
      return [Double](repeating: 1, count: requests.count)
    }
    return count
  }
}

// MARK: rounds

extension PruningSearch {
  private struct Round {
    let phase: Phase
    let candidates: [PruningCandidate]
    let select: (CandidateRanking) -> [RankedCandidate]
  }

  /// Operations while some edge has more than one of them, then the first group with too many edges.
  private func nextRound(of supernet: Supernet) -> Round? {
    let operations = Self.edges.filter { supernet.remainingOperations(cell: $0.cell, edge: $0.edge).count > 1 }
      .flatMap { edge in
        supernet.remainingOperations(cell: edge.cell, edge: edge.edge).map {
          PruningCandidate(cell: edge.cell, edge: edge.edge, operation: $0)
        }
      }
    guard operations.isEmpty else {
      return Round(phase: .operations, candidates: operations) { ranking in
        ranking.first { cell, edge in
          min(pruneNumber, supernet.remainingOperations(cell: cell, edge: edge).count - 1)
        }
      }
    }
    for cell in Supernet.cellNames.indices {
      for group in Supernet.edgeGroups {
        let edges = group.filter { !supernet.remainingOperations(cell: cell, edge: $0).isEmpty }
        let excess = edges.count - Supernet.edgesKeptPerGroup
        guard excess > 0 else { continue }
        return Round(
          phase: .edges, candidates: edges.map { PruningCandidate(cell: cell, edge: $0, operation: nil) }
        ) { Array($0.ordered.prefix(excess)) }
      }
    }
    return nil
  }

  /// The numbers of a round: of the supernet by repeat, and the mean change that each candidate's removal makes.
  private func measured(
    _ supernet: Supernet, candidates: [PruningCandidate], round: Int, measure: ([Request]) throws -> [Double]
  ) rethrows -> (before: [SearchMetric: [Double]], changes: [SearchMetric: [Double]]) {
    let supernets = [supernet] + candidates.map { Self.without($0, supernet) }
    let requests = SearchMetric.allCases.flatMap { metric in
      (rule.metrics.contains(metric) ? supernets : [supernet]).flatMap { supernet in
        (0..<repeats).map { Request(round: round, supernet: supernet, metric: metric, repeat: $0) }
      }
    }
    let values = try measure(requests)
    precondition(values.count == requests.count, "a number for each request")
    var (before, changes) = ([SearchMetric: [Double]](), [SearchMetric: [Double]]())
    var start = 0
    for metric in SearchMetric.allCases {
      let reference = Array(values[start..<start + repeats])
      before[metric] = reference
      start += repeats
      guard rule.metrics.contains(metric) else { continue }
      changes[metric] = candidates.indices.map { _ in
        defer { start += repeats }
        return PruningChange.mean(
          (0..<repeats).map { PruningChange.relative(before: reference[$0], after: values[start + $0]) })
      }
    }
    return (before, changes)
  }

  private static func without(_ candidate: PruningCandidate, _ supernet: Supernet) -> Supernet {
    guard let operation = candidate.operation else {
      return supernet.pruning(cell: candidate.cell, edge: candidate.edge)
    }
    return supernet.pruning(cell: candidate.cell, edge: candidate.edge, operation: operation)
  }

  private static var edges: [(cell: Int, edge: Int)] {
    Supernet.cellNames.indices.flatMap { cell in Supernet.edgeNames.indices.map { (cell, $0) } }
  }

  private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private static func range(_ values: [Double]) -> ClosedRange<Double> { values.min()!...values.max()! }
}
