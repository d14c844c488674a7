/// A statistic of the data and its bootstrap interval.
public struct Estimate: Equatable, Sendable {
  /// The statistic; nil where it is not defined.
  public let value: Double?
  /// Its percentile interval, over the resamples in which it is defined.
  public let interval: BootstrapInterval

  /// Makes an estimate.
  public init(_ value: Double?, _ interval: BootstrapInterval) { (self.value, self.interval) = (value, interval) }

  /// The value and the ends of its interval.
  public var numbers: [Double?] { [value, interval.low, interval.high] }

  /// The statistic of the scores with the opposite sign, where that is the statistic's opposite, as of correlations.
  public var negated: Estimate { Estimate(value.map { 0 - $0 }, interval.negated) }
}
