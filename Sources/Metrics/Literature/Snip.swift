import Kernels

/// The loss' sensitivity to removing weights: Σ_W Σ |W ⊙ ∂L/∂W| (Lee et al., "SNIP: single-shot network pruning based on connection
/// sensitivity", ICLR 2019; as a metric Abdelfattah et al., ICLR 2021).
///
/// Higher is better; needs labels. Cost: a forward and a backward pass. Without a path: −∞ (the formula gives 0).
public struct Snip: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 images, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "snip", direction: .higherIsBetter,
    definition: "absolute products of every convolution and classifier weight with the cross-entropy's gradient, added",
    cost: "a forward and a backward pass of a batch", source: "Lee et al., ICLR 2019; Abdelfattah et al., ICLR 2021",
    labels: .source, passes: "F + B", withoutPath: "-inf; the formula gives 0")

  /// The gradient of the loss.
  public var passes: [any AnyPass] { [setup.lossGradient] }

  /// Σ |W ⊙ g|.
  public func value(_ found: Observations) throws -> Double {
    try found.weights(setup.lossGradient).reduce(0) { sum, layer in
      sum + zip(layer.weight, layer.gradient).reduce(0) { $0 + abs(Double($1.0) * $1.1) }
    }
  }
}
