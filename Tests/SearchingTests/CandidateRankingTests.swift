import Searching
import Testing

/// The authors' roundings, ranks and ties, worked out by hand.
@Suite struct CandidateRankingTests {
  @Test(arguments: [
    (4, 3, 0.25), (3, 2, 0.333), (2, 3, -0.5), (16, 15, 0.062), (16, 17, -0.062), (3, 3, 0), (1e5, 99_960, 0),
    (1, .infinity, -.infinity), (.infinity, 1, .infinity), (.infinity, .infinity, 0), (1, .nan, -.infinity),
    (.nan, .infinity, 0),
  ])
  func relativeChange(before: Double, after: Double, change: Double) {
    #expect(PruningChange.relative(before: before, after: after) == change)
  }

  @Test func meanOfRepeats() {
    #expect(PruningChange.mean([0.25, 0.5, 0.75]) == 0.5)
    #expect(PruningChange.mean([0.333, 0.333, 0.334]) == (0.333 + 0.333 + 0.334) / 3)
    #expect(PruningChange.mean([.infinity, 0.5]) == .infinity)
    #expect(PruningChange.mean([.infinity, -.infinity, 0.5]) == -.infinity)
  }

  @Test(arguments: [
    (0.12345, 0.123), (0.1235, 0.124), (-0.12345, -0.123), (0.00012344, 0.000123), (1.23456, 1.23), (0.99996, 1),
    (0.0005, 0.0005), (0.9, 0.9), (0, 0), (-.infinity, -.infinity), (.infinity, .infinity),
  ])
  func threeSignificantDigits(mean: Double, key: Double) {
    #expect(abs(PruningChange.sortKey(mean) - key) < 1e-15 || PruningChange.sortKey(mean) == key)
  }

  /// Two edges with two operations each: A and B on the first, C and D on the second.
  private static let candidates = [(0, 0), (0, 1), (1, 0), (1, 1)].map {
    PruningCandidate(cell: 0, edge: $0, operation: $1)
  }
  private static let kappa = [0.1234, 0.12344, 0.3, -0.1]
  private static let regions = [0.05, 0.05, 0.2, -0.1]

  private func ranking(
    _ rule: PruningRule, kappa: [Double] = Self.kappa, regions: [Double] = Self.regions
  ) -> CandidateRanking {
    CandidateRanking(
      Self.candidates, kappaChanges: rule.metrics.contains(.kappa) ? kappa : nil,
      regionsChanges: rule.metrics.contains(.regions) ? regions : nil, rule: rule)
  }

  private func letters(_ rows: [RankedCandidate]) -> String {
    rows.map { ["A", "B", "C", "D"][Self.candidates.firstIndex(of: $0.candidate)!] }.joined()
  }

  /// A and B have one sort key in Δκ (.123), so they keep their order though B's mean is larger, and do not share a rank,
  /// as the means differ; in ΔR the means are equal and the rank is shared.
  @Test func ranks() {
    let ordered = ranking(.ranks).ordered
    let rows = Self.candidates.map { candidate in ordered.first { $0.candidate == candidate }! }
    #expect(rows.map(\.kappaRank) == [1, 2, 0, 3])
    #expect(rows.map(\.regionsRank) == [1, 1, 2, 0])
    #expect(rows.map(\.kappaChange) == Self.kappa && rows.map(\.regionsChange) == Self.regions)
  }

  /// Sums 2, 3, 2, 3: equal ones go to the better Δκ rank. Smaller ranks 1, 1, 0, 0; larger ranks 1, 2, 2, 3; differences
  /// .0734, .07344, .1, 0; sums of changes .1734, .17344, .5, -.2.
  @Test(arguments: [
    (PruningRule.ranks, "CABD"), (.kappa, "CABD"), (.regions, "DABC"), (.min, "CDAB"), (.max, "ACBD"),
    (.changes, "CBAD"), (.changesLiteral, "CBAD"),
  ])
  func rules(rule: PruningRule, order: String) { #expect(letters(ranking(rule).ordered) == order) }

  /// D keeps κ and gains regions, A improves κ a little more and loses regions.
  @Test func readingsOfTheSumOfChanges() {
    let (kappa, regions) = ([0.2, 0, 0, 0.1], [0.3, 0, 0, -0.3])
    #expect(letters(ranking(.changes, kappa: kappa, regions: regions).ordered) == "DBCA")
    #expect(letters(ranking(.changesLiteral, kappa: kappa, regions: regions).ordered) == "ABCD")
  }

  @Test func aRulesOwnMetricOnly() {
    #expect(ranking(.kappa).ordered.allSatisfy { $0.regionsChange == nil && $0.regionsRank == nil })
    #expect(ranking(.regions).ordered.allSatisfy { $0.kappaChange == nil && $0.kappaRank == nil })
  }

  @Test func firstOnEachEdge() {
    #expect(letters(ranking(.ranks).first { _, _ in 1 }) == "CA")
    #expect(letters(ranking(.ranks).first { _, edge in edge == 0 ? 2 : 0 }) == "AB")
  }

  /// A removal that breaks the network goes last under every rule for which κ can decide.
  @Test(arguments: PruningRule.allCases.filter { $0 != .regions && $0 != .min })
  func infiniteKappa(rule: PruningRule) {
    let ranking = ranking(rule, kappa: [0.1, 0.2, -.infinity, 0.3], regions: [0, 0.1, 0.2, 0.05])
    #expect(letters(ranking.ordered).last == "C")
  }
}
