import Foundation
import Images
import Testing

/// One pool for all tests of the suite: making it costs more than reading it.
private let natural = Result { try ImagePool.load(.naturalNoise, seed: 11) }
private let size = 32

private func plane(_ pixels: [Float], image: Int, channel: Int) -> [Double] {
  let start = (3 * image + channel) * size * size
  return pixels[start..<(start + size * size)].map(Double.init)
}

/// |DFT| of a field at frequency (v, u), by the definition.
private func amplitude(_ field: [Double], v: Int, u: Int) -> Double {
  var (real, imaginary) = (0.0, 0.0)
  for y in 0..<size {
    for x in 0..<size {
      let angle = 2 * Double.pi * Double((v * y + u * x) % size) / Double(size)
      real += field[y * size + x] * cos(angle)
      imaginary -= field[y * size + x] * sin(angle)
    }
  }
  return (real * real + imaginary * imaginary).squareRoot()
}

private func meanProduct(_ a: (Int, Int) -> Double) -> Double {
  var sum = 0.0
  for image in 0..<5_000 { for index in 0..<(size * size) { sum += a(image, index) } }
  return sum / Double(5_000 * size * size)
}

@Suite struct SyntheticImagesTests {
  @Test(arguments: [ImageSource.naturalNoise, .gaussian])
  func channelsAreStandardised(source: ImageSource) throws {
    let pool = try source == .naturalNoise ? natural.get() : ImagePool.load(source, seed: 3)
    #expect(pool.shape == [5_000, 3, 32, 32])
    let tolerance = source == .naturalNoise ? 1e-5 : 5e-3
    let pixels = pool.pixels
    for channel in 0..<3 {
      let mean = meanProduct { Double(pixels[($0 * 3 + channel) * 1024 + $1]) }
      let square = meanProduct {
        Double(pixels[($0 * 3 + channel) * 1024 + $1]) * Double(pixels[($0 * 3 + channel) * 1024 + $1])
      }
      #expect(abs(mean) < tolerance)
      #expect(abs(square - 1) < tolerance)
    }
  }

  @Test func naturalNoiseHasAmplitudeInverseToFrequency() throws {
    let pixels = try natural.get().pixels
    let frequencies = [(0, 0), (0, 1), (1, 1), (0, 3), (4, 2), (29, 5), (7, 24), (10, 10), (16, 0), (16, 16)]
    var energies = [Double](repeating: 0, count: frequencies.count)
    for image in 0..<400 {
      let field = plane(pixels, image: image, channel: image % 3)
      for (index, (v, u)) in frequencies.enumerated() { energies[index] += pow(amplitude(field, v: v, u: u), 2) }
    }
    // amplitude · |f| is one constant (the zero frequency counts as 1), so log amplitude falls with slope -1 in log |f|.
    let points = zip(frequencies, energies).map { frequency, energy in
      let (v, u) = (Double(min(frequency.0, 32 - frequency.0)), Double(min(frequency.1, 32 - frequency.1)))
      return (x: log(max(1, (v * v + u * u).squareRoot())), y: log(energy) / 2)
    }
    let x = points.map(\.x).reduce(0, +) / Double(points.count)
    let y = points.map(\.y).reduce(0, +) / Double(points.count)
    let slope = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
    #expect(abs(slope + 1) < 0.03)
    for point in points { #expect(abs(point.y - y + point.x - x) < 0.15) }
  }

  @Test func naturalNoiseHasTheColourCorrelationOfItsMixture() throws {
    let pixels = try natural.get().pixels
    let rows = [[1, 0.25, 0.1], [1, 0, -0.2], [1, -0.25, 0.1]]
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
      let products = zip(rows[a], rows[b]).map(*).reduce(0, +)
      let norms = [a, b].map { rows[$0].map { $0 * $0 }.reduce(0, +).squareRoot() }.reduce(1, *)
      let measured = meanProduct { Double(pixels[($0 * 3 + a) * 1024 + $1]) * Double(pixels[($0 * 3 + b) * 1024 + $1]) }
      #expect(abs(measured - products / norms) < 0.01)
    }
  }

  @Test func gaussianPixelsAreIndependent() throws {
    let pixels = try ImagePool.load(.gaussian, seed: 3).pixels
    let neighbours = meanProduct { $1 % 32 == 31 ? 0 : Double(pixels[$0 * 3072 + $1] * pixels[$0 * 3072 + $1 + 1]) }
    let colours = meanProduct { Double(pixels[$0 * 3072 + $1] * pixels[$0 * 3072 + 1024 + $1]) }
    #expect(abs(neighbours) < 3e-3 && abs(colours) < 3e-3)
  }

  @Test(arguments: [ImageSource.naturalNoise, .gaussian])
  func imagesDependOnTheSeedAndNotOnThreads(source: ImageSource) throws {
    let one = try ImagePool.load(source, seed: 11, threads: 1)
    let three = try ImagePool.load(source, seed: 11, threads: 3)
    #expect(one.pixels == three.pixels)
    #expect(one.contentHash == three.contentHash)
    let other = try ImagePool.load(source, seed: 12)
    #expect(other.contentHash != one.contentHash)
    #expect(other.pixels[..<100] != one.pixels[..<100])
  }
}
