import Foundation

/// A number of the paper beside the one measured here: a row of the report's table.
public struct Comparison: Sendable, Equatable {
  /// Where the paper has it: `Fig. 1`, `Table 4`.
  public let place: String
  /// What it is: `τ of κ_N, CIFAR-100`.
  public let what: String
  /// The paper's number; nil where it has none.
  public let paper: Quantity?
  /// The number measured here; nil where it was not measured, which the note explains.
  public let here: Quantity?
  /// Cells, or seeds, the number rests on; nil where that says nothing.
  public let count: Int?
  /// What a reader must know to compare the two; empty for nothing.
  public let note: String
  /// Whether the numbers are correlations, of which the one farther from zero is the stronger.
  public let isCorrelation: Bool

  /// Makes a row.
  public init(
    _ place: String, _ what: String, paper: Quantity?, here: Quantity?, count: Int? = nil, note: String = "",
    isCorrelation: Bool = false
  ) {
    (self.place, self.what, self.paper, self.here) = (place, what, paper, here)
    (self.count, self.note, self.isCorrelation) = (count, note, isCorrelation)
  }

  /// How the two numbers stand to each other.
  public enum Verdict: String, Sendable {
    /// The paper's number, as it is rounded, is within the interval measured here, or within both standard deviations together.
    case agrees
    /// A correlation of the same sign, farther from zero.
    case stronger
    /// A correlation of the same sign, nearer to zero.
    case weaker
    /// Neither.
    case differs
  }

  /// How the two numbers stand to each other; nil where one of them is missing, or nothing is known of how far they may be off.
  public var verdict: Verdict? {
    guard let paper, let here, paper.value.isFinite, here.value.isFinite else { return nil }
    let agrees: Bool
    switch here.spread {
    case .interval(let low, let high):
      agrees = low <= paper.value + paper.halfUnit && high >= paper.value - paper.halfUnit
    case .deviation(let deviation):
      agrees = abs(here.value - paper.value) <= deviation + (paper.deviation ?? 0)
    case .unknown: return nil
    }
    if agrees { return .agrees }
    guard isCorrelation, here.value.sign == paper.value.sign else { return .differs }
    return abs(here.value) > abs(paper.value) ? .stronger : .weaker
  }
}

extension Quantity {
  /// The standard deviation; nil where the spread is none.
  var deviation: Double? { if case .deviation(let deviation) = spread { deviation } else { nil } }

  /// Half of the last digit that is printed.
  fileprivate var halfUnit: Double { 0.5 * pow(10, -Double(decimals)) }

  /// The interval's ends; nil where the spread is none.
  var ends: (low: Double, high: Double)? {
    if case .interval(let low, let high) = spread { (low, high) } else { nil }
  }
}
