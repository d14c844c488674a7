#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension RandomStream {
  /// A standard normal number (Box–Muller, in float64); the pair's second half is kept for the next call.
  public mutating func normal() -> Double {
    if let spare = takeSpareNormal() { return spare }
    let radius = (-2 * log(uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    keepSpareNormal(radius * sin(angle))
    return radius * cos(angle)
  }

  /// Fills `buffer` with normal numbers of mean zero and the given standard deviation.
  public mutating func fillNormal(_ buffer: UnsafeMutableBufferPointer<Float>, standardDeviation: Double) {
    for index in buffer.indices { buffer[index] = Float(standardDeviation * normal()) }
  }
}
