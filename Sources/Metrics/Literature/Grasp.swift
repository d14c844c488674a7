import Kernels

/// How much removing weights would lessen the gradient's norm: −Σ_W Σ W ⊙ (H g), g = ∂L/∂W and H the Hessian of L over the weights
/// (Wang et al., "Picking winning tickets before training by preserving gradient flow", ICLR 2020; as a metric Abdelfattah et al.,
/// ICLR 2021).
///
/// Higher is better; needs labels. Cost: a forward and a backward pass and a second derivative, about four passes. Without a path:
/// −∞ (the formula gives 0, which would rank in the middle).
public struct Grasp: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 images, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "grasp", direction: .higherIsBetter,
    definition:
      "minus the product of weights, the cross-entropy's Hessian and its gradient, over convolutions and classifier",
    cost: "a forward and a backward pass of a batch, and a Hessian-vector product",
    source: "Wang et al., ICLR 2020; Abdelfattah et al., ICLR 2021", labels: .source, passes: "F + B + Hessian product",
    withoutPath: "-inf; the formula gives 0")

  private var pass: Pass<HessianProduct> { Pass(setup.probe(labels: .source), HessianProduct()) }

  /// The Hessian's product.
  public var passes: [any AnyPass] { [pass] }

  /// −Wᵀ H g.
  public func value(_ found: Observations) throws -> Double { -(try found.first(pass)) }
}
