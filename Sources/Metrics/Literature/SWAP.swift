import Kernels

/// The number of different patterns that neurons show over the samples: of all ReLU outputs, as a matrix of neurons by samples, the
/// distinct rows of signs (Peng et al., "SWAP-NAS: sample-wise activation patterns for ultra-fast NAS", ICLR 2024).
///
/// Higher is better; no labels. Cost: a forward pass. Without a path: −∞ (the formula gives 1, or counts dead operations).
public struct SWAP: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 images, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "swap", direction: .higherIsBetter,
    definition: "distinct patterns over the samples among the neurons of all ReLUs", cost: "a forward pass of a batch",
    source: "SWAP-NAS (Peng et al., ICLR 2024)", passes: "F",
    withoutPath: "-inf; the formula gives 1, or counts dead operations")

  /// The bits of every ReLU.
  public var passes: [any AnyPass] { [setup.activationPatterns] }

  /// How many rows of signs there are.
  public func value(_ found: Observations) throws -> Double {
    Double(try found.first(setup.activationPatterns).distinctNeurons)
  }
}
