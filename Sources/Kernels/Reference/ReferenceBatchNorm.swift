import Lanes
import Networks

/// A batch norm, x̂ = (y − mean) / √(variance + ε) and output γ x̂ + β, with the mean and biased variance of the batch over samples
/// and places, or with mean 0 and variance 1.
struct ReferenceBatchNorm<Scalar: ReferenceScalar> {
  let shape: FeatureShape
  let batch: Int
  let statistics: BatchNormStatistics
  let scale, shift: [Scalar]
  let inverseDeviation: [Scalar]
  let normalized: [Scalar]

  init(
    _ input: [Scalar], shape: FeatureShape, batch: Int, statistics: BatchNormStatistics, scale: [Scalar],
    shift: [Scalar]
  ) {
    (self.shape, self.batch, self.statistics) = (shape, batch, statistics)
    (self.scale, self.shift) = (scale, shift)
    var normalized = input
    let epsilon = Scalar(Network.BatchNorm.epsilon)
    inverseDeviation = (0..<shape.channels).map { channel in
      let places = Self.places(channel: channel, shape: shape, batch: batch)
      var (mean, variance) = (Scalar.zero, Scalar(1))
      if statistics == .batch {
        let count = Scalar(Double(batch * shape.area))
        mean = places.reduce(Scalar.zero) { $0 + input[$1] } / count
        variance = places.reduce(Scalar.zero) { $0 + (input[$1] - mean) * (input[$1] - mean) } / count
      }
      let inverse = Scalar(1) / (variance + epsilon).squareRoot()
      for place in places { normalized[place] = (input[place] - mean) * inverse }
      return inverse
    }
    self.normalized = normalized
  }

  /// γ x̂ + β.
  var output: [Scalar] {
    normalized.indices.map { place in
      let channel = place / shape.area % shape.channels
      return scale[channel] * normalized[place] + shift[channel]
    }
  }

  /// The places of a channel, sample by sample.
  static func places(channel: Int, shape: FeatureShape, batch: Int) -> [Int] {
    (0..<batch).flatMap { sample in
      let first = (sample * shape.channels + channel) * shape.area
      return first..<first + shape.area
    }
  }
}

extension ReferenceBatchNorm<Double> {
  /// The cotangents of input, scale and shift. Coupled: (γ/σ)(g − mean(g) − x̂ mean(g x̂)); frozen, or with statistics that are not
  /// the batch's: (γ/σ) g.
  func transposed(
    _ cotangent: [Double], coupling: BatchNormCoupling
  ) -> (input: [Double], scale: [Double], shift: [Double]) {
    let isCoupled = coupling == .coupled && statistics == .batch
    var (input, sums) = (cotangent, [Double]())
    let count = Double(batch * shape.area)
    let scaleGradient = (0..<shape.channels).map { channel in
      let places = Self.places(channel: channel, shape: shape, batch: batch)
      let sum = places.reduce(0) { $0 + cotangent[$1] }
      let product = places.reduce(0) { $0 + cotangent[$1] * normalized[$1] }
      let factor = scale[channel] * inverseDeviation[channel]
      for place in places {
        input[place] =
          isCoupled
          ? factor * (cotangent[place] - sum / count - normalized[place] * product / count) : factor * cotangent[place]
      }
      sums.append(sum)
      return product
    }
    return (input, scaleGradient, sums)
  }
}
