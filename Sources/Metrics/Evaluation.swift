import Images
import Kernels
import Networks
import Randomness

/// One cell in one repeat: what names the random streams that its networks and inputs are drawn from.
public struct Evaluation: Sendable {
  /// The cell.
  public let cell: any Cell
  /// What names the cell's random streams: its index, or the hash of its genotype.
  public let key: UInt64
  /// The re-initialisation, from 0.
  public let `repeat`: Int
  /// The run's seed.
  public let seed: UInt64
  /// Where batches come from.
  public let images: ImagePool

  /// Gathers what names a score.
  public init(cell: any Cell, key: UInt64, repeat: Int, seed: UInt64, images: ImagePool) {
    (self.cell, self.key, self.repeat, self.seed, self.images) = (cell, key, `repeat`, seed, images)
  }

  private func stream(_ purpose: String, name: String = "") -> RandomStream {
    RandomStream(seed: seed, purpose: purpose, architecture: key, repeat: `repeat`, name: name)
  }
}

extension Evaluation: Material {
  /// The cell's network with fresh parameters.
  public func build(_ choice: Probe.NetworkChoice, _ weights: Probe.WeightsChoice) -> Observations.Built? {
    let image = FeatureShape(channels: images.channels, rows: images.height, columns: images.width)
    return Observations.Built(cell.network(choice.skeleton(image: image)), choice, weights) { network in
      ParameterValues(
        initializing: network, rule: weights.rule, seed: seed, purpose: weights.stream, architecture: key,
        repeat: `repeat`)
    }
  }

  /// Fresh batches, one after another from one stream.
  public func batches(_ choice: Probe.InputsChoice, of network: Network) -> () throws -> Inputs {
    var (stream, perturbations) = (self.stream(choice.stream), self.stream("\(choice.stream)-perturbation"))
    var labelStream = self.stream("labels")
    let shape = network.nodes[0].shape
    let signs = signs
    return {
      var (pixels, unrounded, known) = ([Float](), [Double]?.none, [Int]?.none)
      switch choice.kind {
      case .images:
        let drawn = try images.labelledBatch(choice.batch, stream: &stream)
        (pixels, known) = (drawn.images.values, drawn.labels)
      case .crops(let size): pixels = images.crops(choice.batch, size: size, stream: &stream).values
      case .noise: pixels = Self.noise(choice.batch * shape.volume, stream: &stream)
      case .perturbedNoise(let amplitude):
        let noise = Self.noise(choice.batch * shape.volume, stream: &stream)
        (pixels, unrounded) = Self.perturb(
          noise, by: Self.noise(noise.count, stream: &perturbations), amplitude: amplitude)
      case .ones: pixels = [Float](repeating: 1, count: choice.batch * shape.volume)
      }
      let labels: [Int] =
        switch choice.labels {
        case .none: []
        case .source where known != nil: known!
        case .source, .random:
          (0..<choice.batch).map { _ in labelStream.integer(below: network.classifier.classes) }
        }
      return Inputs(images: pixels, unrounded: unrounded, batch: choice.batch, labels: labels, signs: signs)
    }
  }

  private static func noise(_ count: Int, stream: inout RandomStream) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      stream.fillNormal(buffer, standardDeviation: 1)
      initialized = count
    }
  }

  /// noise + amplitude · other, and the same before it is rounded.
  public static func perturb(
    _ noise: [Float], by other: [Float], amplitude: Double
  ) -> (rounded: [Float], unrounded: [Double]) {
    let sum = zip(noise, other).map { Double($0) + amplitude * Double($1) }
    return (sum.map { Float($0) }, sum)
  }

  /// Random signs of a boundary, 64 from each number drawn.
  private var signs: @Sendable (_ boundary: Int, _ count: Int) -> [Float] {
    let (seed, key, number) = (seed, key, `repeat`)
    return { boundary, count in
      var stream = RandomStream(
        seed: seed, purpose: "signs", architecture: key, repeat: number, name: "\(boundary)")
      return [Float](unsafeUninitializedCapacity: count) { signs, initialized in
        for first in stride(from: 0, to: count, by: 64) {
          let bits = stream.next()
          for place in first..<min(first + 64, count) {
            // 1, and its sign where the bit is 0.
            signs[place] = Float(
              bitPattern: 0x3f80_0000 | UInt32(truncatingIfNeeded: ~bits >> (place - first) & 1) << 31)
          }
        }
        initialized = count
      }
    }
  }
}
