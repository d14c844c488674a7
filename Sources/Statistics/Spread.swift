/// The arithmetic mean of some numbers and how far they spread.
public struct Spread: Hashable, Sendable {
  /// How many numbers, in a resample each as often as it was drawn.
  public let count: Int
  /// The arithmetic mean, summed in order; NaN of no numbers.
  public let mean: Double
  /// The sum of squared distances from the mean.
  private let squares: Double

  /// Of all of some numbers.
  public init(_ values: some Collection<Double>) {
    (count, mean) = (values.count, values.mean)
    squares = values.reduce(0) { [mean] in $0 + ($1 - mean) * ($1 - mean) }
  }

  /// Of those of some numbers that are chosen, in a resample.
  ///
  /// - Precondition: all have equally many rows.
  public init(_ values: [Double], where isChosen: [Bool], in resample: Resample) {
    let drawn = values.indices.filter { isChosen[$0] }.map { (Double(resample.multiplicities[$0]), values[$0]) }
    count = Int(drawn.reduce(0) { $0 + $1.0 })
    let mean = drawn.reduce(0) { $0 + ($1.0 > 0 ? $1.0 * $1.1 : 0) } / Double(count)
    self.mean = mean
    squares = drawn.reduce(0) { $0 + ($1.0 > 0 ? $1.0 * (($1.1 - mean) * ($1.1 - mean)) : 0) }
  }

  /// The standard deviation of a sample (n − 1); nil of fewer than two numbers, and where the mean is not finite.
  public var deviation: Double? {
    count > 1 && mean.isFinite ? (squares / Double(count - 1)).squareRoot() : nil
  }

  /// The standard deviation of the numbers themselves (n).
  public var populationDeviation: Double { (squares / Double(count)).squareRoot() }

  /// The standard error of the mean; nil where ``deviation`` is.
  public var standardError: Double? {
    count > 1 && mean.isFinite ? (squares / Double(count - 1) / Double(count)).squareRoot() : nil
  }
}

extension Collection<Double> {
  /// The arithmetic mean, summed in order; NaN of no numbers. Of finite numbers it is finite, however large their sum is.
  public var mean: Double {
    let mean = reduce(0, +) / Double(count)
    guard !mean.isFinite, allSatisfy(\.isFinite), !isEmpty else { return mean }
    return reduce(0) { $0 + $1 / Double(count) }
  }
}
