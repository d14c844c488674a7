import Networks

/// A batch norm over the places of one sample, x̂ = (y − mean) / √(variance + ε) and output γ x̂ + β.
struct OneSampleNorm {
  /// x̂, [channels, places].
  let normalized: [Double]
  private let area: Int
  private let isOfBatch: Bool
  private let scale, shift, inverseDeviation: [Double]

  init(_ input: [Double], area: Int, statistics: BatchNormStatistics, scale: [Double]?, shift: [Double]?) {
    let channels = input.count / area
    (self.area, isOfBatch) = (area, statistics == .batch)
    self.scale = scale ?? [Double](repeating: 1, count: channels)
    self.shift = shift ?? [Double](repeating: 0, count: channels)
    var inverses: [Double] = []
    normalized = [Double](unsafeUninitializedCapacity: input.count) { normalized, count in
      input.withUnsafeBufferPointer { input in
        for channel in 0..<channels {
          let (values, to) = (input.baseAddress! + channel * area, normalized.baseAddress! + channel * area)
          var (mean, variance) = (0.0, 1.0)
          if statistics == .batch {
            mean = WideSum.of(values, count: area) / Double(area)
            variance = WideSum.ofSquares(values, around: mean, count: area) / Double(area)
          }
          let inverse = 1 / (variance + Network.BatchNorm.epsilon).squareRoot()
          for place in 0..<area { to[place] = (values[place] - mean) * inverse }
          inverses.append(inverse)
        }
      }
      count = input.count
    }
    inverseDeviation = inverses
  }

  /// Adds weight · (γ x̂ + β) to `total`.
  func add(to total: UnsafeMutablePointer<Double>, weight: Double) {
    normalized.withUnsafeBufferPointer { normalized in
      for channel in scale.indices {
        let (factor, offset) = (weight * scale[channel], weight * shift[channel])
        let (from, to) = (normalized.baseAddress! + channel * area, total + channel * area)
        for place in 0..<area { to[place] += factor * from[place] + offset }
      }
    }
  }

  /// Makes of the output's cotangent that of the input, (γ/σ)(g − mean(g) − x̂ mean(g x̂)), and returns those of scale and shift. With
  /// statistics that are not the batch's the cotangent is (γ/σ) g.
  func transpose(_ cotangent: inout [Double]) -> (scale: [Double], shift: [Double]) {
    var gradient = (scale: [Double](), shift: [Double]())
    cotangent.withUnsafeMutableBufferPointer { cotangent in
      normalized.withUnsafeBufferPointer { normalized in
        for channel in scale.indices {
          let (values, hat) = (cotangent.baseAddress! + channel * area, normalized.baseAddress! + channel * area)
          let sum = WideSum.of(values, count: area)
          let product = WideSum.ofProducts(values, hat, count: area)
          let factor = scale[channel] * inverseDeviation[channel]
          let (mean, slope) = isOfBatch ? (sum / Double(area), product / Double(area)) : (0, 0)
          for place in 0..<area { values[place] = factor * (values[place] - mean - hat[place] * slope) }
          gradient.scale.append(product)
          gradient.shift.append(sum)
        }
      }
    }
    return gradient
  }
}
