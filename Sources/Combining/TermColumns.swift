import Metrics
import Scores
import Statistics

/// The terms that rules may have, and what each makes of some cells: one number a cell and term.
struct TermColumns: Sendable {
  /// The terms, of weight 1.
  let terms: [Rule.Term]
  /// Per term, a number a cell.
  let values: [[Double]]

  /// Ranks cells by every term.
  init(_ terms: [Rule.Term], scores: [String: [Double]], places: [Int]) throws {
    self.terms = terms
    values = try terms.map { term in
      try Rule([term]).scores { metric in places.map { scores[metric]![$0] } }
    }
  }

  /// The terms of metrics: each in every form, and of VKDNW the pair that it ranks by.
  static func terms(of metrics: [String], forms: [Rule.Term.Form]) -> [Rule.Term] {
    let pairs = Rule.published.flatMap(\.rule.terms).map(\.metrics).filter {
      $0.count > 1 && Set($0).isSubset(of: metrics)
    }
    var groups = metrics.map { [$0] }
    for pair in pairs where !groups.contains(pair) { groups.append(pair) }
    return forms.flatMap { form in
      groups.map { group in
        var term = Rule.Term(form)
        term.metrics = group
        return term
      }
    }
  }
}
