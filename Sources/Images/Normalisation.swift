/// The mean and standard deviation of each colour channel, in units of bytes (0...255).
struct Normalisation {
  let mean: [Double]
  let deviation: [Double]

  /// CIFAR-10, as in NAS-Bench-201's and the TE-NAS authors' code.
  static let cifar10 = Normalisation(mean: [125.3, 123.0, 113.9], deviation: [63.0, 62.1, 66.7])

  /// CIFAR-100, as in NAS-Bench-201's code.
  static let cifar100 = Normalisation(mean: [129.3, 124.1, 112.4], deviation: [68.2, 65.4, 70.4])

  /// ImageNet, as in torchvision's and the TE-NAS authors' code: means .485, .456, .406 and deviations .229, .224, .225.
  static let imagenet = Normalisation(
    mean: [0.485, 0.456, 0.406].map { 255 * $0 }, deviation: [0.229, 0.224, 0.225].map { 255 * $0 })

  /// The normalised value (byte - mean) / deviation of every byte, [channels, 256].
  var table: [Float] {
    zip(mean, deviation).flatMap { mean, deviation in (0..<256).map { Float((Double($0) - mean) / deviation) } }
  }
}

extension Normalisation {
  /// The statistics of bytes [N, channels, plane] themselves, with the population's deviation (divided by n).
  ///
  /// Sums run over a histogram, so that rounding does not grow with the set.
  ///
  /// - Throws: `ImageError.malformed` if a channel is constant, and so has no deviation to divide by.
  init(measuring bytes: [UInt8], channels: Int, plane: Int, location: String) throws {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 256), count: channels)
    for start in stride(from: 0, to: bytes.count, by: plane) {
      let channel = start / plane % channels
      for byte in bytes[start..<(start + plane)] { counts[channel][Int(byte)] += 1 }
    }
    let total = Double(bytes.count / channels)
    let mean = counts.map { counts in Double(counts.indices.reduce(0) { $0 + $1 * counts[$1] }) / total }
    let variance = zip(mean, counts).map { mean, counts in
      counts.indices.reduce(0.0) { $0 + Double(counts[$1]) * (Double($1) - mean) * (Double($1) - mean) } / total
    }
    self.init(mean: mean, deviation: variance.map { $0.squareRoot() })
    if let channel = deviation.firstIndex(of: 0) {
      throw ImageError.malformed(
        location: location, reason: "channel \(channel) is constant, so it cannot be standardised")
    }
  }
}
