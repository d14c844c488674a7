import Kernels

/// ``SynFlow`` with batch norm in training mode, its statistics those of the one input's places: what implementations compute that
/// do not bypass batch norm (Abdelfattah et al., ICLR 2021, `synflow_bn`).
///
/// Ill-conditioned: the input of ones leaves maps that hardly vary, and batch norm divides by what little they do, so that float32
/// gives two digits of it for some cells, and on small images none.
///
/// Higher is better; no labels. Cost: a forward and a backward pass of one sample. Without a path: −∞, as by the formula.
public struct SynFlowBatchNorm: LiteratureMetric {
  /// The network and its weights; the input is one image of ones.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "synflow_bn", direction: .higherIsBetter,
    definition:
      "log of all products of a weight with the gradient of the summed logits, weights positive, with batch norm",
    cost: "a forward and a backward pass of one sample", source: "Abdelfattah et al., ICLR 2021",
    passes: "F + B of one sample", withoutPath: "-inf, as the formula gives")

  /// The gradient of the summed logits.
  public var passes: [any AnyPass] { [setup.synapticFlow(batchNorm: .batch)] }

  /// log Σ |W ⊙ g|.
  public func value(_ found: Observations) throws -> Double {
    try found.logarithmOfFlow(setup.synapticFlow(batchNorm: .batch))
  }
}
