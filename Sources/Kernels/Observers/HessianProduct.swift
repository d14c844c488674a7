import Lanes
import Networks

/// Wᵀ H g over convolution kernels and the classifier's matrix, g = ∂L/∂W the gradient of the mean cross-entropy and H its
/// Hessian: the number that GraSP negates.
///
/// Cost: a backward pass for g, then a second derivative of the loss along W and g.
public struct HessianProduct: Observer {
  /// Wᵀ H g.
  public typealias Observation = Double

  /// Observes the product.
  public init() {}
}

extension HessianProduct {
  /// Looks at the fast kernels' forward pass: g by a backward pass, then the mixed second derivative of L(W + s W + t g).
  public func observe(_ forward: LaneForward) -> Double {
    let mark = forward.arena.mark
    defer { forward.arena.release(to: mark) }
    let gradients = BatchGradient(.crossEntropy).observe(forward).gradients
    let second = SecondOrderForward(forward, direction: gradients)
    let logits = SecondOrderLogits(forward, second, direction: gradients[forward.network.classifier.weight])
    return logits.mixedDerivativeOfCrossEntropy(labels: forward.inputs.labels)
  }

  /// Two of the backward pass and five of the second derivative, for each of the forward pass.
  public func operations(_ network: Network, batch: Int) -> Double { 7 * network.forwardOperations(batch: batch) }
}

/// Class outputs with their derivatives.
private struct SecondOrderLogits {
  let classes: Int
  /// [B, classes].
  let values: [Double]
  private(set) var s, t, st: [Double]

  init(_ forward: LaneForward, _ second: SecondOrderForward, direction: [Double]) {
    let (network, batch) = (forward.network, forward.batch)
    classes = network.classifier.classes
    values = forward.logits()
    let weight = forward.values[network.classifier.weight].map(Double.init)
    let fields = second.last
    let pooled = [forward.pooledFeatures()] + fields.all.map { Self.pooled($0, in: forward) }
    let channels = network.nodes.last!.shape.channels
    func product(_ matrix: [Double], _ features: [Double], _ sample: Int, _ k: Int) -> Double {
      (0..<channels).reduce(0.0) { $0 + matrix[k * channels + $1] * features[sample * channels + $1] }
    }
    (s, t, st) = ([], [], [])
    for sample in 0..<batch {
      for k in 0..<classes {
        s.append(product(weight, pooled[1], sample, k) + product(weight, pooled[0], sample, k))
        t.append(product(weight, pooled[2], sample, k) + product(direction, pooled[0], sample, k))
        st.append(
          product(weight, pooled[3], sample, k) + product(weight, pooled[2], sample, k)
            + product(direction, pooled[1], sample, k))
      }
    }
  }

  /// The mean over places of a field of the last node where its ReLU is open, [B, C].
  private static func pooled(_ field: UnsafeMutablePointer<Float>, in forward: LaneForward) -> [Double] {
    let (shape, last) = (forward.network.nodes.last!.shape, forward.raw[forward.network.nodes.count - 1])
    return (0..<forward.batch * shape.channels).map { map in
      let (sample, channel) = map.quotientAndRemainder(dividingBy: shape.channels)
      let first = (sample / laneCount * shape.volume + channel * shape.area) * laneCount + sample % laneCount
      var sum = 0.0
      for place in 0..<shape.area where last[first + place * laneCount] > 0 {
        sum += Double(field[first + place * laneCount])
      }
      return sum / Double(shape.area)
    }
  }

  /// ∂²/∂s∂t of mean over the batch of ln Σ e^z − z_label.
  func mixedDerivativeOfCrossEntropy(labels: [Int]) -> Double {
    labels.enumerated().reduce(0.0) { total, item in
      let row = item.offset * classes..<(item.offset + 1) * classes
      let probabilities = softmax(values[row])
      func mean(_ value: (Int) -> Double) -> Double {
        zip(row, probabilities).reduce(0.0) { $0 + $1.1 * value($1.0) }
      }
      let curvature = mean { s[$0] * t[$0] } - mean { s[$0] } * mean { t[$0] }
      return total + mean { st[$0] } - st[row.lowerBound + item.element] + curvature
    } / Double(labels.count)
  }
}
