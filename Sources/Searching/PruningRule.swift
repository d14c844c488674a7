/// How κ_N and R_N decide together which operation goes (TE-NAS, algorithm 1 and tables 4 and 5).
public enum PruningRule: String, Sendable, CaseIterable, Codable, CodingKeyRepresentable {
  /// The smallest sum of the two ranks: the paper's rule.
  case ranks
  /// The best rank by κ alone.
  case kappa
  /// The best rank by R alone.
  case regions
  /// The smallest of the smaller of the two ranks.
  case min
  /// The smallest of the larger of the two ranks.
  case max
  /// The largest Δκ − ΔR: what the paper's "sum of changes" must mean, as a good removal has large Δκ and small ΔR.
  case changes
  /// The largest Δκ + ΔR, which is what the paper prints.
  case changesLiteral = "changes-literal"

  /// Which metrics the rule needs of every candidate.
  public var metrics: [SearchMetric] {
    switch self {
    case .kappa: [.kappa]
    case .regions: [.regions]
    case .ranks, .min, .max, .changes, .changesLiteral: [.kappa, .regions]
    }
  }
}

/// A metric that the search measures.
public enum SearchMetric: String, Sendable, CaseIterable, Comparable {
  /// κ_N: smaller is better.
  case kappa
  /// R_N: larger is better.
  case regions

  /// κ first.
  public static func < (a: Self, b: Self) -> Bool { a == .kappa && b == .regions }
}
