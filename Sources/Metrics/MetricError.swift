/// Images that a metric cannot be computed from.
public struct MetricError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which metric, what was wrong, and what would be right, in one line.
  public let description: String

  /// An error of the metric of the given name.
  public init(metric: String, _ reason: String) { description = "\(metric): \(reason)" }
}
