import Foundation
import Kernels

/// How much flows along all paths: log Σ_W Σ |W ⊙ ∂R/∂W|, R the sum of the logits for one input of ones, every parameter replaced
/// by its absolute value and batch norm bypassed (Tanaka et al., "Pruning neural networks without any data by iteratively
/// conserving synaptic flow", NeurIPS 2020; as a metric Abdelfattah et al., ICLR 2021, there without the logarithm).
///
/// The sum reaches 1e61 and more: the network is rescaled by a power of two, whose exponent is added to the logarithm exactly.
///
/// Higher is better; no labels. Cost: a forward and a backward pass of one sample. Without a path: −∞, as by the formula.
public struct SynFlow: LiteratureMetric {
  /// The network and its weights; the input is one image of ones.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "synflow", direction: .higherIsBetter,
    definition:
      "log of all products of a weight with the gradient of the summed logits, weights positive, without batch norm",
    cost: "a forward and a backward pass of one sample",
    source: "Tanaka et al., NeurIPS 2020; Abdelfattah et al., ICLR 2021", passes: "F + B of one sample",
    withoutPath: "-inf, as the formula gives")

  /// The gradient of the summed logits.
  public var passes: [any AnyPass] { [setup.synapticFlow(batchNorm: .bypassed)] }

  /// log Σ |W ⊙ g|.
  public func value(_ found: Observations) throws -> Double {
    try found.logarithmOfFlow(setup.synapticFlow(batchNorm: .bypassed))
  }
}

extension Observations {
  /// log Σ |W ⊙ g|, g the gradients of the network before it was rescaled.
  func logarithmOfFlow(_ pass: Pass<BatchGradient>) throws -> Double {
    let flow = try weights(pass).reduce(0) { sum, layer in
      sum + zip(layer.weight, layer.gradient).reduce(0) { $0 + abs(Double($1.0) * $1.1) }
    }
    return log(flow) + Double(try network(pass.probe)!.exponent) * log(2)
  }
}
