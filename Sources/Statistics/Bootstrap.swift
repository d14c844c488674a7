/// A percentile interval of one statistic, and how many resamples it rests on.
public struct BootstrapInterval: Equatable, Sendable {
  /// The interval; nil when the statistic was defined on no resample.
  public let bounds: ClosedRange<Double>?
  /// Resamples on which the statistic was defined.
  public let definedResamples: Int
  /// Resamples on which it was not, and which the interval leaves out.
  public let undefinedResamples: Int

  /// The lower end of the interval.
  public var low: Double? { bounds?.lowerBound }
  /// The upper end of the interval.
  public var high: Double? { bounds?.upperBound }

  /// No interval, of no resamples.
  public static let none = BootstrapInterval([], level: 0)

  /// The interval that holds the middle part `level` of the values.
  init(_ values: [Double?], level: Double) {
    let defined = values.compactMap(\.self).sorted()
    definedResamples = defined.count
    undefinedResamples = values.count - defined.count
    bounds =
      defined.isEmpty
      ? nil : quantile(defined, at: (1 - level) / 2)...quantile(defined, at: (1 + level) / 2)
  }

  /// The interval of the opposite numbers.
  var negated: BootstrapInterval {
    BootstrapInterval(
      bounds: bounds.map { (0 - $0.upperBound)...(0 - $0.lowerBound) }, definedResamples: definedResamples,
      undefinedResamples: undefinedResamples)
  }

  private init(bounds: ClosedRange<Double>?, definedResamples: Int, undefinedResamples: Int) {
    (self.bounds, self.definedResamples, self.undefinedResamples) = (bounds, definedResamples, undefinedResamples)
  }
}

/// Percentile intervals of statistics by the nonparametric bootstrap (Efron, Annals of Statistics 7, 1979): the rows are drawn
/// with replacement, n of n, and the statistics computed again, `resamples` times.
///
/// All statistics see the same resamples. The result is the same bits for any number of threads.
///
/// ```swift
/// let intervals = try bootstrapIntervals(count: rows, resamples: 1000, seed: 1, threads: 2) { resample in
///   [kendallTauB(kappa, accuracy, in: resample).value, spearmanRho(kappa, accuracy, in: resample).value]
/// }
/// ```
///
/// - Parameters:
///   - count: the number of rows n.
///   - resamples: how often the rows are drawn.
///   - seed: names, with the resample's number, the random stream of each resample.
///   - threads: how many resamples are worked on at once.
///   - level: the part of the values that an interval holds, in 0..<1.
///   - statistics: computes the statistics of a resample, always equally many; nil for one that is not defined there. What
///     depends on other rows, such as a rank, must be recomputed in it.
/// - Returns: one interval per statistic.
/// - Throws: what `statistics` throws, for the lowest resample number that does.
/// - Precondition: `count` and `resamples` are positive.
public func bootstrapIntervals(
  count: Int, resamples: Int, seed: UInt64, threads: Int, level: Double = 0.95,
  statistics: @Sendable (Resample) throws -> [Double?]
) throws -> [BootstrapInterval] {
  let samples = try BootstrapSamples(
    count: count, resamples: resamples, seed: seed, threads: threads, statistics: statistics)
  return (0..<samples.columns).map { samples.interval($0, level: level) }
}

/// A quantile of ascending values, linear between order statistics (NumPy's default, type 7 of Hyndman and Fan, 1996).
///
/// - Precondition: `values` is not empty and `probability` is in 0...1.
public func quantile(_ values: [Double], at probability: Double) -> Double {
  precondition(!values.isEmpty && 0...1 ~= probability, "a quantile needs values and a probability in 0...1")
  let position = probability * Double(values.count - 1)
  let below = Int(position)
  let (low, high) = (values[below], values[min(below + 1, values.count - 1)])
  return low == high ? low : low + (high - low) * (position - Double(below))
}
