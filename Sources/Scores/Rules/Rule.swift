import Metrics

/// A ranking made of several metrics: a weighted sum of what each makes of a cell's place among the others.
///
/// ```swift
/// let rule = try Rule(parsing: "log parameters + log jacov + 0.5 log expressivity")
/// ```
///
/// A term `log m` is the logarithm of the cell's rank by m divided by the number of cells, ranks ascending so that the best cell has
/// log 1 = 0: a bad place by any term costs more than a good one gains (AZ-NAS, CVPR 2024). A term `m` is the rank itself, `z m` its normal
/// score, and `penalty m` costs the worse half only. Scores of metrics of which the smallest is the best are negated first; equal scores share the mean of their ranks.
public struct Rule: Sendable, Hashable {
  /// One metric's part.
  public struct Term: Sendable, Hashable {
    /// What a rank becomes.
    public enum Form: String, Sendable, Hashable, CaseIterable {
      /// log(rank / number of cells).
      case log
      /// The rank divided by the number of cells.
      case rank
      /// The z-score that a normal variable has at the rank: Φ⁻¹((rank − ½) / number of cells). Of the scores themselves, which are
      /// infinite for some cells, there is none.
      case z
      /// log(rank / half the number of cells) in the worse half, else 0: what a metric knows of bad cells only.
      case penalty
    }

    /// The factor.
    public var weight: Double
    /// What the rank becomes.
    public var form: Form
    /// The metric; where there are several, a later one decides between cells that are equal by those before it.
    public var metrics: [String]

    /// Makes a term.
    public init(_ form: Form, _ metrics: String..., weight: Double = 1) {
      (self.weight, self.form, self.metrics) = (weight, form, metrics)
    }
  }

  /// The parts that are added.
  public var terms: [Term]

  /// Makes a rule.
  public init(_ terms: [Term]) { self.terms = terms }

  /// The metrics it is made of, each once.
  public var metrics: [String] {
    var seen: Set<String> = []
    return terms.flatMap(\.metrics).filter { seen.insert($0).inserted }
  }
}

extension Rule: CustomStringConvertible {
  /// The rule as ``init(parsing:)`` reads it: `log parameters + 0.5 log jacov`.
  public var description: String {
    terms.map { term in
      let whole = Int(exactly: term.weight)
      let weight = whole == 1 ? "" : (whole.map { "\($0) " } ?? "\(term.weight) ")
      let form = term.form == .rank ? "" : "\(term.form.rawValue) "
      return "\(weight)\(form)\(term.metrics.joined(separator: ">"))"
    }.joined(separator: " + ")
  }
}
