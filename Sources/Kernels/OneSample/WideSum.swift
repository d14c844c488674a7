/// Sums over a map's places, eight at a time, since eight additions need not wait for one another.
enum WideSum {
  /// Σ a.
  static func of(_ a: UnsafePointer<Double>, count: Int) -> Double {
    var sums = SIMD8<Double>.zero
    for place in stride(from: 0, to: count & ~7, by: 8) { sums += load(a, place) }
    return (count & ~7..<count).reduce(sums.sum()) { $0 + a[$1] }
  }

  /// Σ (a − mean)².
  static func ofSquares(_ a: UnsafePointer<Double>, around mean: Double, count: Int) -> Double {
    var sums = SIMD8<Double>.zero
    for place in stride(from: 0, to: count & ~7, by: 8) {
      let deviation = load(a, place) - mean
      sums += deviation * deviation
    }
    return (count & ~7..<count).reduce(sums.sum()) { $0 + (a[$1] - mean) * (a[$1] - mean) }
  }

  /// Σ a b.
  static func ofProducts(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int) -> Double {
    var sums = SIMD8<Double>.zero
    for place in stride(from: 0, to: count & ~7, by: 8) { sums += load(a, place) * load(b, place) }
    return (count & ~7..<count).reduce(sums.sum()) { $0 + a[$1] * b[$1] }
  }

  @inline(__always)
  private static func load(_ a: UnsafePointer<Double>, _ place: Int) -> SIMD8<Double> {
    UnsafeRawPointer(a + place).loadUnaligned(as: SIMD8<Double>.self)
  }
}
