import Lanes
import Networks

/// The Jacobian of every sample's logits with respect to the first element of each of the first parameters: a thin slice of the
/// Fisher information (VKDNW, CVPR 2025).
///
/// Gradients are local to samples: batch norm must divide by its initial statistics.
///
/// Cost: a backward pass a logit, without weight gradients.
public struct FirstElementJacobian: Observer {
  /// How many parameters, from the first.
  public var parameters: Int

  /// Observes the Jacobian of the first 128 parameters.
  public init(parameters: Int = 128) { self.parameters = parameters }

  /// What is left of the passes.
  public struct Observation: Sendable {
    /// ∂logit_k(x_b)/∂θ_p[0], [B, classes, parameters]; zero where the parameter cannot reach the classifier.
    public let jacobian: [Double]
    /// Class outputs, [B, classes].
    public let logits: [Double]
    /// The parameters differentiated: all, or as many as were asked for.
    public let parameters: Int

    /// Gathers a Jacobian.
    public init(jacobian: [Double], logits: [Double], parameters: Int) {
      (self.jacobian, self.logits, self.parameters) = (jacobian, logits, parameters)
    }
  }
}

extension FirstElementJacobian {
  /// Looks at the fast kernels' forward pass: for each logit a backward pass, 16 samples that are their own seeds at a time.
  public func observe(_ forward: LaneForward) -> Observation {
    precondition(forward.network.statistics == .initial, "gradients local to samples need the initial statistics")
    let (arena, network, batch) = (forward.arena, forward.network, forward.batch)
    let mark = arena.mark
    defer { arena.release(to: mark) }
    let (classes, count) = (network.classifier.classes, min(parameters, network.parameters.count))
    let request = BackwardRequest(layout: .perSample, coupling: .frozen, elements: .first, shifts: true)
    let backward = LaneBackward(forward, request, arena: arena)
    var jacobian = [Double](repeating: 0, count: batch * classes * count)
    func set(_ parameter: Int, _ sample: Int, _ k: Int, _ value: Double) {
      if parameter < count { jacobian[(sample * classes + k) * count + parameter] = value }
    }
    for k in 0..<classes {
      backward.runFromEverySample(backward.column { $0 == k ? 1 : 0 })
      for connection in backward.plan.nodes.lazy.flatMap(\.connections) {
        for (parameter, row) in connection.rows {
          for sample in 0..<batch {
            set(parameter, sample, k, Double(backward.jacobian.value(row: row, column: sample)))
          }
        }
      }
    }
    // Only the first logit has the classifier's first weight and bias.
    let pooled = forward.pooledFeatures()
    for sample in 0..<batch {
      set(network.classifier.weight, sample, 0, pooled[sample * pooled.count / batch])
      set(network.classifier.bias, sample, 0, 1)
    }
    return Observation(jacobian: jacobian, logits: forward.logits(), parameters: count)
  }

  /// Each convolution once on the way back, for every logit.
  public func operations(_ network: Network, batch: Int) -> Double {
    Double(network.classifier.classes) * network.forwardOperations(batch: batch)
  }
}
