import Foundation
import Scores
import Statistics
import TestSupport
import Testing

/// Rules are what they say, in every spelling.
@Suite struct RuleTests {
  @Test(arguments: [
    "log parameters + log jacov + 0.5 log expressivity", "kappa + 2.0 regions", "-1.0 log zen",
    "log vkdnw_dim>vkdnw_entropy + flops", "z jacov + 2 penalty zico",
  ]) func descriptionsAreReadBack(_ text: String) throws {
    let rule = try Rule(parsing: text)
    #expect(try Rule(parsing: rule.description) == rule)
  }

  @Test func spellings() throws {
    #expect(try Rule(parsing: "  log params+0.5 log  jacov") == Rule(parsing: "log parameters + 0.5 log jacov"))
    for published in Rule.published {
      #expect(try Rule(parsing: published.name) == published.rule)
      #expect(try Rule(parsing: published.rule.description) == published.rule)
    }
  }

  @Test(arguments: [
    ("log jacov +", "character 12: a term is missing"), ("log", "character 1: a metric is missing"),
    ("log jacov + 0 log zen", "character 12: '0' is no weight"), ("jacov zen", "'jacov zen' is not one metric"),
    ("", "character 1: a term is missing"),
  ]) func whatIsNoRule(_ text: String, _ words: String) {
    expect(.usage, words) { _ = try Rule(parsing: text) }
  }

  /// The definition, on ties and a metric of which the smallest is the best.
  @Test func scoresByHand() throws {
    let columns = ["kappa": [3.0, .infinity, 1, 3], "flops": [10.0, 20, 20, 40]]
    let rule = Rule([Rule.Term(.log, "kappa"), Rule.Term(.rank, "flops", weight: 2)])
    let scores = try rule.scores { columns[$0]! }
    // κ negated: ranks 2.5, 1, 4, 2.5; FLOPs: 1, 2.5, 2.5, 4.
    let expected = [
      log(2.5 / 4) + 2 * 1 / 4, log(1.0 / 4) + 2 * 2.5 / 4, log(4.0 / 4) + 2 * 2.5 / 4, log(2.5 / 4) + 2 * 4 / 4,
    ]
    for (score, wanted) in zip(scores, expected) { #expect(abs(score - wanted) < 1e-15) }
  }

  /// Normal scores and penalties: Φ⁻¹ of 1/8, 3/8, 5/8, 7/8, and nothing in the better half.
  @Test func formsByHand() throws {
    let column = [30.0, 10, 40, 20]
    let normal = try Rule(parsing: "z a").scores { _ in column }
    let expected = [0.31863936396437514, -1.1503493803760079, 1.1503493803760079, -0.31863936396437514]
    for (score, wanted) in zip(normal, expected) { #expect(abs(score - wanted) < 1e-14) }
    #expect(try Rule(parsing: "penalty a").scores { _ in column } == [0, log(0.5), 0, 0])
    #expect(try Rule(parsing: "rank a") == Rule(parsing: "a"))
  }

  @Test func laterMetricsDecideBetweenEquals() throws {
    let columns = ["a": [1.0, 2, 1, 2], "b": [5.0, 1, 4, 2]]
    #expect(try Rule([Rule.Term(.rank, "a", "b")]).scores { columns[$0]! } == [0.5, 0.75, 0.25, 1])
  }
}
