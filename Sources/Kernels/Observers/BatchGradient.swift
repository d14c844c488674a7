import Lanes
import Networks

/// The gradient of one scalar of the batch with respect to every parameter, coupled through batch norm, and the saliency of
/// every channel on the way.
///
/// Cost: one backward pass.
public struct BatchGradient: Observer {
  /// The scalar.
  public var cotangent: LogitCotangent

  /// Observes the gradient of a scalar.
  public init(_ cotangent: LogitCotangent) { self.cotangent = cotangent }

  /// What is left of the pass.
  public struct Observation: Sendable {
    /// ∂/∂θ by parameter of the network, in its order; zeros where the parameter cannot reach the classifier.
    public let gradients: [[Double]]
    /// Of every convolution and of the classifier, in the order of their weights among the parameters.
    public let saliencies: [Saliency]

    /// Gathers the gradients.
    public init(gradients: [[Double]], saliencies: [Saliency]) {
      (self.gradients, self.saliencies) = (gradients, saliencies)
    }
  }

  /// How much the loss would change without a channel, to second order (Turner et al., BlockSwap, ICLR 2020; Theis et al., 2018).
  public struct Saliency: Sendable {
    /// The convolution's kernel or the classifier's matrix, by its place among the parameters.
    public let weight: Int
    /// Per output channel, ½ mean over the batch of (Σ over places of a · ∂L/∂a)², a the layer's output before batch norm.
    public let channels: [Double]

    /// The saliencies of a layer.
    public init(weight: Int, channels: [Double]) { (self.weight, self.channels) = (weight, channels) }
  }
}

extension BatchGradient {
  /// Looks at the fast kernels' forward pass: one backward pass, one seed, 16 samples in the lanes.
  public func observe(_ forward: LaneForward) -> Observation {
    let (arena, network) = (forward.arena, forward.network)
    let mark = arena.mark
    defer { arena.release(to: mark) }
    let cotangents = cotangent.values(logits: forward.logits(), labels: forward.inputs.labels, batch: forward.batch)
    let classes = network.classifier.classes
    let request = BackwardRequest(layout: .whole, coupling: .coupled, shifts: true, observesChannels: true)
    let backward = LaneBackward(forward, request, arena: arena)
    backward.seed(
      columns: (0..<forward.batch).map { sample in backward.column { cotangents[sample * classes + $0] } })
    backward.run()

    var gradients = network.parameters.map { [Double](repeating: 0, count: $0.count) }
    var saliencies = network.kernels.map {
      Saliency(weight: $0, channels: [Double](repeating: 0, count: network.parameters[$0].shape[0]))
    }
    for connection in backward.plan.nodes.lazy.flatMap(\.connections) {
      backward.jacobian.read(connection, column: 0, into: &gradients)
      guard let saliency = connection.saliency, let kernel = connection.described.kernel else { continue }
      saliencies[network.kernels.firstIndex(of: kernel)!] = Saliency(weight: kernel, channels: saliency.channels)
    }
    let classifier = ClassifierGradient(forward, cotangents: cotangents)
    gradients[network.classifier.weight] = classifier.weight
    gradients[network.classifier.bias] = classifier.bias
    saliencies.append(Saliency(weight: network.classifier.weight, channels: classifier.saliency))
    return Observation(gradients: gradients, saliencies: saliencies)
  }

  /// Each convolution twice on the way back.
  public func operations(_ network: Network, batch: Int) -> Double { 2 * network.forwardOperations(batch: batch) }
}

/// The gradients of the classifier, whose inputs are the pooled features.
private struct ClassifierGradient {
  private(set) var weight, bias: [Double]
  /// ½ mean over the batch of (logit · ∂L/∂logit)², by class.
  private(set) var saliency: [Double]

  init(_ forward: LaneForward, cotangents: [Double]) {
    let (classes, batch) = (forward.network.classifier.classes, forward.batch)
    let (pooled, logits) = (forward.pooledFeatures(), forward.logits())
    let channels = pooled.count / batch
    (weight, bias) = ([Double](repeating: 0, count: classes * channels), [Double](repeating: 0, count: classes))
    saliency = bias
    for sample in 0..<batch {
      for k in 0..<classes {
        let cotangent = cotangents[sample * classes + k]
        bias[k] += cotangent
        for channel in 0..<channels {
          weight[k * channels + channel] += cotangent * pooled[sample * channels + channel]
        }
        let product = logits[sample * classes + k] * cotangent
        saliency[k] += product * product / Double(2 * batch)
      }
    }
  }
}

extension Network {
  /// The kernels of all convolutions, by their places among the parameters, ascending.
  fileprivate var kernels: [Int] { nodes.lazy.flatMap(\.connections).compactMap(\.kernel).sorted() }
}
