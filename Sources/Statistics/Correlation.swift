/// A rank correlation, or the reason why there is none.
public enum Correlation: Equatable, Sendable {
  /// The coefficient, in -1...1.
  case value(Double)
  /// The coefficient is 0/0.
  case undefined(Reason)

  /// Why a coefficient is not defined.
  public enum Reason: Equatable, Sendable {
    /// Fewer than two observations.
    case tooFewObservations
    /// All values of the first column are equal.
    case constantFirst
    /// All values of the second column are equal.
    case constantSecond
    /// The first column's ranks are a linear function of the covariates' ranks.
    case explainedFirst
    /// The second column's ranks are a linear function of the covariates' ranks.
    case explainedSecond
  }

  /// The coefficient, or nil where it is not defined.
  public var value: Double? {
    if case .value(let coefficient) = self { coefficient } else { nil }
  }
}

extension Correlation: CustomStringConvertible {
  /// The coefficient's shortest round-trip decimals, or `not defined: ` and the reason.
  public var description: String {
    switch self {
    case .value(let coefficient): "\(coefficient)"
    case .undefined(let reason): "not defined: \(reason)"
    }
  }
}

extension Correlation.Reason: CustomStringConvertible {
  /// The reason in words.
  public var description: String {
    switch self {
    case .tooFewObservations: "fewer than two observations"
    case .constantFirst: "the first column is constant"
    case .constantSecond: "the second column is constant"
    case .explainedFirst: "the covariates leave nothing of the first column"
    case .explainedSecond: "the covariates leave nothing of the second column"
    }
  }
}

extension Correlation {
  /// The reason for which a rank correlation of n observations is not defined, if there is one.
  static func reason(count: Int, firstIsConstant: Bool, secondIsConstant: Bool) -> Reason? {
    if count < 2 { return .tooFewObservations }
    if firstIsConstant { return .constantFirst }
    return secondIsConstant ? .constantSecond : nil
  }

  /// covariance / √(first · second). One root of the product is symmetric, and exactly ±1 for equal or opposite rankings, as
  /// √(a·a) rounds to a; the clamp takes care of what else rounding may do.
  static func quotient(_ covariance: Int, _ first: Int, _ second: Int) -> Correlation {
    .value(max(-1, min(1, Double(covariance) / (Double(first) * Double(second)).squareRoot())))
  }

  /// covariance / √(first · second) of sums that rounding has touched.
  static func quotient(_ covariance: Double, _ first: Double, _ second: Double) -> Correlation {
    .value(max(-1, min(1, covariance / (first * second).squareRoot())))
  }
}
