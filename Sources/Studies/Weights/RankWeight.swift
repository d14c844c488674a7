/// The weight w of κ's rank in a weighted rank sum, a fraction, so that a sum of weighted ranks is exact.
public struct RankWeight: Hashable, Sendable {
  /// The numerator, in 0...denominator.
  public let numerator: Int
  /// The denominator.
  public let denominator: Int

  /// Equal weights, the paper's rank sum.
  public static let equal = RankWeight(1, of: 2)

  /// Makes a weight in lowest terms, so that equal weights are equal values.
  ///
  /// - Precondition: the fraction is in 0...1.
  public init(_ numerator: Int, of denominator: Int) {
    precondition(denominator > 0 && 0...denominator ~= numerator, "a weight is in 0...1")
    var (divisor, rest) = (denominator, numerator)
    while rest > 0 { (divisor, rest) = (rest, divisor % rest) }
    (self.numerator, self.denominator) = (numerator / divisor, denominator / divisor)
  }

  /// w.
  public var value: Double { Double(numerator) / Double(denominator) }

  /// The weights 0, 1/steps, …, 1, and equal weights among them.
  ///
  /// - Precondition: `steps` is positive.
  public static func grid(steps: Int) -> [RankWeight] {
    let weights = (0...steps).map { RankWeight($0, of: steps) }
    return (weights.contains(.equal) ? weights : weights + [.equal]).sorted { $0.value < $1.value }
  }
}
