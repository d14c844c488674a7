import Images

/// Images that a metric cannot be computed from.
public struct MetricError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which metric, what was wrong, and what would be right, in one line.
  public let description: String

  /// An error of the metric of the given name.
  public init(metric: String, _ reason: String) { description = "\(metric): \(reason)" }
}

extension ImagePool {
  /// Checks that whole images of the pool can be a batch of the whole network, which halves their extent twice.
  func check(batch: Int, metric: String) throws {
    do { try check(batch: batch) } catch { throw MetricError(metric: metric, "\(error)") }
    guard height % 4 == 0 && width % 4 == 0 else {
      throw MetricError(
        metric: metric,
        "the images are \(height)x\(width); the network needs a height and width that are multiples of 4")
    }
  }
}
