import Foundation

/// The two-dimensional inverse discrete Fourier transform of a complex field of `size` x `size`, a power of two.
///
/// Decimation in time, radix 2 (Cooley and Tukey, 1965), along one axis at a time. A butterfly works on two whole rows,
/// so that the inner loop runs over contiguous numbers.
struct FourierTransform: Sendable {
  let size: Int
  private let reversed: [Int]
  private let cosines: [Double]
  private let sines: [Double]

  /// - Precondition: `size` is a power of two.
  init(size: Int) {
    precondition(size > 0 && size & (size - 1) == 0, "\(size) is not a power of two")
    self.size = size
    let bits = size.trailingZeroBitCount
    reversed = (0..<size).map { index in (0..<bits).reduce(0) { $0 << 1 | (index >> $1 & 1) } }
    cosines = (0..<size).map { cos(2 * Double.pi * Double($0) / Double(size)) }
    sines = (0..<size).map { sin(2 * Double.pi * Double($0) / Double(size)) }
  }

  /// A complex field, real and imaginary parts apart, each [row, column].
  typealias Field = (real: UnsafeMutablePointer<Double>, imaginary: UnsafeMutablePointer<Double>)

  /// Replaces F by f with f[y, x] = Σ F[v, u] exp(2πi (vy + ux) / size); no factor 1/size² is applied.
  func inverse(_ field: Field) {
    for _ in 0..<2 {
      transformColumns(field)
      transpose(field.real)
      transpose(field.imaginary)
    }
  }

  private func transpose(_ values: UnsafeMutablePointer<Double>) {
    for row in 0..<size {
      for column in 0..<row { swap(&values[row * size + column], &values[column * size + row]) }
    }
  }

  private func transformColumns(_ field: Field) {
    for row in 0..<size where row < reversed[row] {
      for column in 0..<size {
        swap(&field.real[row * size + column], &field.real[reversed[row] * size + column])
        swap(&field.imaginary[row * size + column], &field.imaginary[reversed[row] * size + column])
      }
    }
    var half = 1
    while half < size {
      for row in 0..<size where row & half == 0 {
        let angle = (row & (half - 1)) * (size / (2 * half))
        butterfly(field, row * size, (row + half) * size, cosines[angle], sines[angle])
      }
      half *= 2
    }
  }

  /// (a, b) ← (a + w b, a - w b) for the rows that begin at `a` and `b`, with w = cosine + i sine.
  @inline(__always)
  private func butterfly(_ field: Field, _ a: Int, _ b: Int, _ cosine: Double, _ sine: Double) {
    let (real, imaginary) = field
    for column in 0..<size {
      let turnedReal = real[b + column] * cosine - imaginary[b + column] * sine
      let turnedImaginary = real[b + column] * sine + imaginary[b + column] * cosine
      real[b + column] = real[a + column] - turnedReal
      imaginary[b + column] = imaginary[a + column] - turnedImaginary
      real[a + column] += turnedReal
      imaginary[a + column] += turnedImaginary
    }
  }
}
