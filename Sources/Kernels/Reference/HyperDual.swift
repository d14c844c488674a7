import Foundation

/// x + ∂₁ε₁ + ∂₂ε₂ + ∂₁₂ε₁ε₂ with ε₁² = ε₂² = 0: a number with its derivatives along two directions and the mixed second one
/// (Fike and Alonso, "The development of hyper-dual numbers for exact second-derivative calculations", 2011).
///
/// A function evaluated in these numbers gives its derivatives to rounding, without differences.
struct HyperDual: ReferenceScalar {
  /// x, ∂₁, ∂₂, ∂₁₂.
  private var parts: SIMD4<Double>

  /// A constant.
  init(_ value: Double) { parts = SIMD4(value, 0, 0, 0) }

  /// A number that moves by `first` along the first direction and by `second` along the second.
  init(_ value: Double, along first: Double, _ second: Double) { parts = SIMD4(value, first, second, 0) }

  private init(parts: SIMD4<Double>) { self.parts = parts }

  var value: Double { parts.x }

  func moved(to value: Double) -> Self {
    var number = self
    number.parts.x = value
    return number
  }

  /// The second derivative, once along each direction.
  var mixedDerivative: Double { parts.w }

  static let zero = HyperDual(0)
  static func + (a: Self, b: Self) -> Self { HyperDual(parts: a.parts + b.parts) }
  static func - (a: Self, b: Self) -> Self { HyperDual(parts: a.parts - b.parts) }

  static func * (a: Self, b: Self) -> Self {
    var product = a.parts.x * b.parts + b.parts.x * a.parts
    product.x = a.parts.x * b.parts.x
    product.w += a.parts.y * b.parts.z + a.parts.z * b.parts.y
    return HyperDual(parts: product)
  }

  static func / (a: Self, b: Self) -> Self {
    let inverse = 1 / b.value
    return a * b.applying(inverse, slope: -inverse * inverse, curvature: 2 * inverse * inverse * inverse)
  }

  func squareRoot() -> Self {
    let root = value.squareRoot()
    return applying(root, slope: 0.5 / root, curvature: -0.25 / (root * value))
  }

  /// eˣ.
  var exponential: Self {
    let power = exp(value)
    return applying(power, slope: power, curvature: power)
  }

  /// ln x.
  var logarithm: Self { applying(log(value), slope: 1 / value, curvature: -1 / (value * value)) }

  /// f of this number, from f, f′ and f″ at its value.
  private func applying(_ value: Double, slope: Double, curvature: Double) -> Self {
    var result = slope * parts
    result.x = value
    result.w += curvature * parts.y * parts.z
    return HyperDual(parts: result)
  }
}
