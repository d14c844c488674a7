import Kernels

/// The loss' change on removing all weights, to first order and signed: Σ_W Σ W ⊙ ∂L/∂W (Abdelfattah et al., ICLR 2021).
///
/// Higher is better, in so far as it says anything: two draws of one cell hardly agree. Needs labels. Cost: a forward and a
/// backward pass. Without a path: −∞ (the formula gives 0, which would rank in the middle).
public struct Plain: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 images, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "plain", direction: .higherIsBetter,
    definition: "signed products of every convolution and classifier weight with the cross-entropy's gradient, added",
    cost: "a forward and a backward pass of a batch", source: "Abdelfattah et al., ICLR 2021", labels: .source,
    passes: "F + B", withoutPath: "-inf; the formula gives 0")

  /// The gradient of the loss.
  public var passes: [any AnyPass] { [setup.lossGradient] }

  /// Σ W ⊙ g.
  public func value(_ found: Observations) throws -> Double {
    try found.weights(setup.lossGradient).reduce(0) { sum, layer in
      sum + zip(layer.weight, layer.gradient).reduce(0) { $0 + Double($1.0) * $1.1 }
    }
  }
}
