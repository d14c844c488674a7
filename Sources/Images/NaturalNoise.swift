import Randomness
import WorkQueue

/// Synthetic images with the second-order statistics of natural ones: amplitude 1/|frequency| and correlated colours.
///
/// Three independent white Gaussian fields are filtered to amplitude 1/|f|, where f counts cycles per pixel and f = 0 is
/// treated as 1/32; each is scaled to unit deviation; red, green and blue are fixed mixtures of the three; then each
/// channel is standardised over the set. Natural images have such spectra (Field, "Relations between the statistics of
/// natural images and the response properties of cortical cells", 1987) and a dominant achromatic component.
///
/// White noise is drawn in the frequency domain: the Fourier transform of complex white noise is complex white noise, so
/// one inverse transform of filtered complex noise yields two independent fields, its real and its imaginary part.
struct NaturalNoise: Sendable {
  static let count = 5_000
  static let size = 32
  static let channels = 3
  /// Red, green and blue in terms of the three fields.
  static let mixture: [[Double]] = [[1, 0.25, 0.1], [1, 0, -0.2], [1, -0.25, 0.1]]

  private static let plane = size * size
  private static let imageSize = channels * plane
  /// Fields drawn for an image: whole transforms, so the fourth is thrown away.
  private static let drawnFields = 4

  let seed: UInt64
  private let transform = FourierTransform(size: Self.size)
  /// 1/|f| at each [row, column] of the spectrum.
  private let amplitudes: [Double]

  init(seed: UInt64) {
    self.seed = seed
    let size = Self.size
    func cycles(_ index: Int) -> Double { Double(index < size / 2 ? index : index - size) / Double(size) }
    amplitudes = (0..<Self.plane).map { index in
      let (v, u) = (cycles(index / size), cycles(index % size))
      return 1 / (index == 0 ? 1 / Double(size) : (v * v + u * u).squareRoot())
    }
  }

  /// The whole set. An image depends on the seed and its index alone, and the set's statistics are summed in index order.
  func pool(threads: Int) throws -> ImagePool {
    let total = Self.count * Self.imageSize
    let pixels = try [Float](unsafeUninitializedCapacity: total) { buffer, initialized in
      HugePages.back(UnsafeMutableRawBufferPointer(buffer))
      nonisolated(unsafe) let images = buffer.baseAddress!
      try WorkQueue.forEach(Self.count, threads: threads) { _, image in
        draw(image: image, into: images + image * Self.imageSize)
      }
      Self.standardise(images)
      initialized = total
    }
    return ImagePool(channels: Self.channels, height: Self.size, width: Self.size, storage: .floats(pixels))
  }

  /// One image before standardisation, [channel, row, column].
  private func draw(image: Int, into pixels: UnsafeMutablePointer<Float>) {
    var stream = RandomStream(seed: seed, purpose: "natural-noise", architecture: UInt64(image))
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.drawnFields * Self.plane) { buffer in
      let fields = buffer.baseAddress!
      for field in stride(from: 0, to: Self.drawnFields, by: 2) {
        drawTwoFields(into: fields + field * Self.plane, stream: &stream)
      }
      Self.mix(fields, into: pixels)
    }
  }

  /// Two independent fields with amplitude 1/|f|, [2, row, column].
  private func drawTwoFields(into fields: UnsafeMutablePointer<Double>, stream: inout RandomStream) {
    let (real, imaginary) = (fields, fields + Self.plane)
    for index in 0..<Self.plane {
      real[index] = amplitudes[index] * stream.normal()
      imaginary[index] = amplitudes[index] * stream.normal()
    }
    transform.inverse((real, imaginary))
  }

  /// Scales three fields to unit deviation and mixes them into colours.
  private static func mix(_ fields: UnsafeMutablePointer<Double>, into pixels: UnsafeMutablePointer<Float>) {
    let deviations = (0..<channels).map { deviation(fields + $0 * plane) }
    for channel in 0..<channels {
      let (a, b, c) = (
        mixture[channel][0] / deviations[0], mixture[channel][1] / deviations[1], mixture[channel][2] / deviations[2]
      )
      for index in 0..<plane {
        pixels[channel * plane + index] = Float(
          a * fields[index] + b * fields[plane + index] + c * fields[2 * plane + index])
      }
    }
  }

  private static func deviation(_ field: UnsafeMutablePointer<Double>) -> Double {
    var (sum, square) = (0.0, 0.0)
    for index in 0..<plane { sum += field[index] }
    let mean = sum / Double(plane)
    for index in 0..<plane { square += (field[index] - mean) * (field[index] - mean) }
    return (square / Double(plane)).squareRoot()
  }

  /// Gives each channel mean 0 and deviation 1 over the set.
  private static func standardise(_ images: UnsafeMutablePointer<Float>) {
    for channel in 0..<channels {
      let planes = (0..<count).map { images + $0 * imageSize + channel * plane }
      var (sum, square) = (0.0, 0.0)
      for pixels in planes {
        for index in 0..<plane {
          sum += Double(pixels[index])
          square += Double(pixels[index]) * Double(pixels[index])
        }
      }
      let mean = sum / Double(count * plane)
      let scale = 1 / (square / Double(count * plane) - mean * mean).squareRoot()
      for pixels in planes {
        for index in 0..<plane { pixels[index] = Float((Double(pixels[index]) - mean) * scale) }
      }
    }
  }
}
