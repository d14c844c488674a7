import Networks

/// A batch norm in training mode: x̂ = (y − mean) / √(variance + ε) over samples and places, output γ x̂ + β.
struct ReferenceBatchNorm {
  let shape: FeatureShape
  let batch: Int
  let scale: [Double]
  let inverseDeviation: [Double]
  let normalized: [Double]

  init(_ input: [Double], shape: FeatureShape, batch: Int, scale: [Double]) {
    (self.shape, self.batch, self.scale) = (shape, batch, scale)
    var normalized = input
    inverseDeviation = (0..<shape.channels).map { channel in
      let places = Self.places(channel: channel, shape: shape, batch: batch)
      let count = Double(batch * shape.area)
      let mean = places.reduce(0) { $0 + input[$1] } / count
      let variance = places.reduce(0) { $0 + (input[$1] - mean) * (input[$1] - mean) } / count
      let inverse = 1 / (variance + Network.BatchNorm.epsilon).squareRoot()
      for place in places { normalized[place] = (input[place] - mean) * inverse }
      return inverse
    }
    self.normalized = normalized
  }

  func output(shift: [Double]) -> [Double] {
    normalized.indices.map { place in
      let channel = place / shape.area % shape.channels
      return scale[channel] * normalized[place] + shift[channel]
    }
  }

  /// The cotangents of input and scale. Coupled: (γ/σ)(g − mean(g) − x̂ mean(g x̂)); frozen: (γ/σ) g.
  func transposed(_ cotangent: [Double], coupling: BatchNormCoupling) -> (input: [Double], scale: [Double]) {
    var input = cotangent
    let count = Double(batch * shape.area)
    let scaleGradient = (0..<shape.channels).map { channel in
      let places = Self.places(channel: channel, shape: shape, batch: batch)
      let sum = places.reduce(0) { $0 + cotangent[$1] }
      let product = places.reduce(0) { $0 + cotangent[$1] * normalized[$1] }
      let factor = scale[channel] * inverseDeviation[channel]
      for place in places {
        switch coupling {
        case .frozen: input[place] = factor * cotangent[place]
        case .coupled:
          input[place] = factor * (cotangent[place] - sum / count - normalized[place] * product / count)
        }
      }
      return product
    }
    return (input, scaleGradient)
  }

  private static func places(channel: Int, shape: FeatureShape, batch: Int) -> [Int] {
    (0..<batch).flatMap { sample in
      let first = (sample * shape.channels + channel) * shape.area
      return first..<first + shape.area
    }
  }
}
