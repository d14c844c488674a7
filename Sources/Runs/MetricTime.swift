/// Processor time that a metric took, summed over rows.
public struct MetricTime: Sendable, Codable, Hashable {
  /// Rows measured.
  public internal(set) var rows: Int
  /// Seconds of processor time they took together.
  public internal(set) var seconds: Double

  /// The mean over the rows, in milliseconds; nil without rows.
  public var millisecondsPerRow: Double? { rows > 0 ? 1000 * seconds / Double(rows) : nil }

  /// Adds what was measured to what is known of the same metrics.
  static func add(_ times: [String: MetricTime], to sum: inout [String: MetricTime]) {
    sum.merge(times) { MetricTime(rows: $0.rows + $1.rows, seconds: $0.seconds + $1.seconds) }
  }
}
