/// What the plain loops compute with: float64, alone or with derivatives carried along.
protocol ReferenceScalar: AdditiveArithmetic, Sendable {
  /// A constant.
  init(_ value: Double)
  /// The number without its derivatives: what a ReLU and a max pool decide by.
  var value: Double { get }
  /// Another number with the same derivatives.
  func moved(to value: Double) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  func squareRoot() -> Self
}

extension ReferenceScalar {
  /// max(x, 0), with the derivative 0 at 0.
  var rectified: Self { value > 0 ? self : .zero }
}

extension Double: ReferenceScalar {
  var value: Double { self }
  func moved(to value: Double) -> Double { value }
}
