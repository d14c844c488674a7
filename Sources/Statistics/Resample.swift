import Randomness

/// A bootstrap resample of n rows: how often each was drawn.
public struct Resample: Sendable {
  /// Per row, the number of times it was drawn.
  public let multiplicities: [Int32]
  /// The number of observations, the sum of the multiplicities.
  public let total: Int

  /// Every row once: the data as they are.
  public init(everyRowOf count: Int) {
    (multiplicities, total) = ([Int32](repeating: 1, count: count), count)
  }

  /// As many draws with replacement as there are rows.
  ///
  /// - Parameters:
  ///   - count: the number of rows.
  ///   - number: the resample's number; with the seed it names the random stream, so that the draws are the same on any
  ///     thread.
  public init(of count: Int, seed: UInt64, number: Int) {
    var stream = RandomStream(seed: seed, purpose: "bootstrap", architecture: UInt64(number))
    var drawn = [Int32](repeating: 0, count: count)
    for _ in 0..<count { drawn[stream.integer(below: count)] += 1 }
    (multiplicities, total) = (drawn, count)
  }

  /// As many draws with replacement as there are classes; a class that is drawn brings all of its rows.
  ///
  /// - Parameters:
  ///   - classes: per row, the number of its class, from 0 to the number of classes.
  ///   - count: the number of classes.
  public init(ofClasses classes: [Int], count: Int, seed: UInt64, number: Int) {
    let drawn = Resample(of: count, seed: seed, number: number).multiplicities
    multiplicities = classes.map { drawn[$0] }
    total = multiplicities.reduce(0) { $0 + Int($1) }
  }

  /// The rows drawn, ascending, each as often as it was drawn.
  public var indices: [Int] {
    multiplicities.enumerated().flatMap { row, multiplicity in repeatElement(row, count: Int(multiplicity)) }
  }
}
