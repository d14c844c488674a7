import Foundation

/// A number with what is known of its uncertainty.
public struct Quantity: Sendable, Equatable {
  /// How far the number may be off.
  public enum Spread: Sendable, Equatable {
    /// Not known.
    case unknown
    /// A 95% interval.
    case interval(Double, Double)
    /// A standard deviation, as over seeds.
    case deviation(Double)
  }

  /// The number.
  public let value: Double
  /// Its uncertainty.
  public let spread: Spread
  /// Decimals in texts; files have all.
  public let decimals: Int

  /// Makes a quantity.
  public init(_ value: Double, _ spread: Spread = .unknown, decimals: Int = 3) {
    (self.value, self.spread, self.decimals) = (value, spread, decimals)
  }

  /// `-0.484 [-0.492, -0.476]`, `71.24 ± 0.56`, or the number alone.
  public var text: String {
    switch spread {
    case .unknown: rounded(value)
    case .interval(let low, let high): "\(rounded(value)) [\(rounded(low)), \(rounded(high))]"
    case .deviation(let deviation): "\(rounded(value)) ± \(rounded(deviation))"
    }
  }

  /// The same for TeX: `$-0.484$` with a small interval, `$71.24 \pm 0.56$`.
  var typeset: String {
    func spelled(_ number: Double) -> String {
      number.isInfinite ? (number < 0 ? #"-\infty"# : #"\infty"#) : rounded(number)
    }
    guard !value.isNaN else { return "--" }
    switch spread {
    case .unknown: return "$\(spelled(value))$"
    case .interval(let low, let high):
      return #"$\#(spelled(value))$ {\scriptsize$[\#(spelled(low)), \#(spelled(high))]$}"#
    case .deviation(let deviation): return #"$\#(spelled(value)) \pm \#(rounded(deviation))$"#
    }
  }

  private func rounded(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "not defined" : number < 0 ? "-∞" : "∞" }
    return String(format: "%.\(decimals)f", number)
  }
}
