import Randomness
import WorkQueue

/// Independent standard normal pixels: 5,000 images of 3x32x32, each a function of the seed and its index.
enum GaussianNoise {
  static let count = 5_000
  static let size = 32
  static let channels = 3

  static func pool(seed: UInt64, threads: Int) throws -> ImagePool {
    let imageSize = channels * size * size
    let pixels = try [Float](unsafeUninitializedCapacity: count * imageSize) { buffer, initialized in
      HugePages.back(UnsafeMutableRawBufferPointer(buffer))
      nonisolated(unsafe) let images = buffer.baseAddress!
      try WorkQueue.forEach(count, threads: threads) { _, image in
        var stream = RandomStream(seed: seed, purpose: "gaussian-images", architecture: UInt64(image))
        let pixels = UnsafeMutableBufferPointer(start: images + image * imageSize, count: imageSize)
        stream.fillNormal(pixels, standardDeviation: 1)
      }
      initialized = count * imageSize
    }
    return ImagePool(channels: channels, height: size, width: size, storage: .floats(pixels))
  }
}
