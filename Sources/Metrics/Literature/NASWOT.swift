import Kernels

/// How differently samples switch the ReLUs: log|det K|, K = Σ over ReLUs of (x xᵀ + (1 − x)(1 − x)ᵀ), x the bits of one ReLU's neuron
/// over the samples; a map that two ReLUs read counts twice (Mellor et al., "Neural architecture search without training", ICML
/// 2021).
///
/// Higher is better; no labels. Cost: a forward pass. Without a path: −∞ (the formula gives −∞ unless dead operations tell all
/// samples apart).
public struct NASWOT: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 images, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "nwot", direction: .higherIsBetter,
    definition: "log determinant of the kernel that counts, for two samples, the ReLUs that both open or both close",
    cost: "a forward pass of a batch", source: "NASWOT (Mellor et al., ICML 2021)", passes: "F",
    withoutPath: "-inf; the formula gives -inf unless dead operations tell samples apart")

  /// The bits of every ReLU.
  public var passes: [any AnyPass] { [setup.activationPatterns] }

  /// What the score is made of.
  public func patterns(_ found: Observations) throws -> ActivationPatterns.Observation {
    try found.first(setup.activationPatterns)
  }

  /// log|det K|.
  public func value(_ found: Observations) throws -> Double {
    let patterns = try patterns(found)
    return LinearAlgebra.logAbsoluteDeterminant(patterns.agreement, order: patterns.batch)
  }
}
