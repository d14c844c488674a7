import Kernels

/// The norm of the loss' gradient, layer by layer: Σ_W ‖∂L/∂W‖₂ over the weights W of convolutions and classifier, L the mean
/// cross-entropy of a batch (Abdelfattah et al., "Zero-Cost Proxies for Lightweight NAS", ICLR 2021).
///
/// Higher is better; needs labels. Cost: a forward and a backward pass. Without a path: −∞ (the formula gives 0).
public struct GradNorm: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 images, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "grad_norm", direction: .higherIsBetter,
    definition: "Euclidean norms of the cross-entropy's gradients of all convolution and classifier weights, added",
    cost: "a forward and a backward pass of a batch", source: "Abdelfattah et al., ICLR 2021", labels: .source,
    passes: "F + B", withoutPath: "-inf; the formula gives 0")

  /// The gradient of the loss.
  public var passes: [any AnyPass] { [setup.lossGradient] }

  /// Σ ‖g‖₂.
  public func value(_ found: Observations) throws -> Double {
    try found.weights(setup.lossGradient).reduce(0) { sum, layer in
      sum + layer.gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
  }
}
