import Synchronization
import WorkQueue

/// The values that statistics take on bootstrap resamples, all on the same ones, so that two of them can be compared draw by
/// draw (the paired bootstrap).
public struct BootstrapSamples: Sendable {
  /// Per resample, the value of each statistic; nil where it is not defined.
  public let values: [[Double?]]

  /// Draws rows with replacement, n of n, and computes the statistics, `resamples` times; the result is the same bits for any
  /// number of threads.
  ///
  /// - Parameters:
  ///   - count: the number of rows n.
  ///   - classes: per row, what it is drawn with; nil if every row is drawn for itself.
  ///   - resamples: how often the rows are drawn.
  ///   - seed: names, with the resample's number, the random stream of each resample.
  ///   - threads: how many resamples are worked on at once.
  ///   - statistics: computes the statistics of a resample, always equally many.
  /// - Throws: what `statistics` throws, for the lowest resample number that does.
  /// - Precondition: `count` and `resamples` are positive.
  public init(
    count: Int, classes: [Int]? = nil, resamples: Int, seed: UInt64, threads: Int,
    statistics: @Sendable (Resample) throws -> [Double?]
  ) throws {
    precondition(count > 0 && resamples > 0, "a bootstrap needs rows and resamples")
    let numbered = classes.map { classes in
      let places = Dictionary(uniqueKeysWithValues: Set(classes).sorted().enumerated().map { ($1, $0) })
      return (numbers: classes.map { places[$0]! }, count: places.count)
    }
    let results = Mutex([[Double?]](repeating: [], count: resamples))
    try WorkQueue.forEach(resamples, threads: threads) { _, number in
      let resample =
        numbered.map { Resample(ofClasses: $0.numbers, count: $0.count, seed: seed, number: number) }
        ?? Resample(of: count, seed: seed, number: number)
      let values = try statistics(resample)
      results.withLock { $0[number] = values }
    }
    values = results.withLock { $0 }
    let columns = columns
    precondition(values.allSatisfy { $0.count == columns }, "every resample has equally many statistics")
  }

  /// The number of statistics.
  public var columns: Int { values[0].count }

  /// The percentile interval of a statistic.
  ///
  /// - Precondition: `level` is in 0..<1.
  public func interval(_ column: Int, level: Double = 0.95) -> BootstrapInterval {
    precondition(0..<1 ~= level, "the level of an interval is below 1")
    return BootstrapInterval(values.map { $0[column] }, level: level)
  }

  /// The percentile interval of one statistic less another on the same rows, over the resamples in which both are defined.
  ///
  /// It is much narrower than the two statistics' own intervals suggest where both rise and fall with the rows drawn.
  ///
  /// - Precondition: `level` is in 0..<1.
  public func difference(_ first: Int, _ second: Int, level: Double = 0.95) -> BootstrapInterval {
    precondition(0..<1 ~= level, "the level of an interval is below 1")
    let differences = values.map { row in row[first].flatMap { first in row[second].map { first - $0 } } }
    return BootstrapInterval(differences, level: level)
  }
}
