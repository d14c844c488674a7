import Foundation
import Kernels

/// ``SynFlow`` with the gradients' logarithms, so that no layer's size drowns the others: Σ_W Σ |W · log(∂R/∂W + 1)| (Cavagnero et
/// al., "FreeREA: training-free evolution-based architecture search", WACV 2023).
///
/// Higher is better; no labels. Cost: a forward and a backward pass of one sample. Without a path: −∞ (the formula gives 0).
public struct LogSynFlow: LiteratureMetric {
  /// The network and its weights; the input is one image of ones.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "logsynflow", direction: .higherIsBetter,
    definition:
      "products of a weight with log(1 + gradient of the summed logits), weights positive, without batch norm, added",
    cost: "a forward and a backward pass of one sample", source: "FreeREA (Cavagnero et al., WACV 2023)",
    passes: "F + B of one sample", withoutPath: "-inf; the formula gives 0")

  /// The gradient of the summed logits.
  public var passes: [any AnyPass] { [setup.synapticFlow(batchNorm: .bypassed)] }

  /// Σ |W log(g + 1)|.
  public func value(_ found: Observations) throws -> Double {
    let pass = setup.synapticFlow(batchNorm: .bypassed)
    let exponent = try found.network(pass.probe)!.exponent
    return try found.weights(pass).reduce(0) { sum, layer in
      sum + zip(layer.weight, layer.gradient).reduce(0) { $0 + abs(Double($1.0) * log1p(scalbn($1.1, exponent))) }
    }
  }
}
