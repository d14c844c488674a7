import Foundation
import Kernels

/// How steady gradients are between batches: per weight W of a layer log Σ_w mean(|g₁|, |g₂|) / std(g₁, g₂), its gradients g₁ and g₂
/// of the cross-entropy of two batches, summed over the layers; elements without deviation and layers whose sum is 0 are left out
/// (Li et al., "ZiCo: zero-shot NAS via inverse coefficient of variation on gradients", ICLR 2023).
///
/// Higher is better; needs labels. Cost: two forward and backward passes. Without a path: −∞ (the formula gives 0).
public struct ZiCo: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, two batches of 64 images, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "zico", direction: .higherIsBetter,
    definition: "log sums of mean over deviation of a layer's gradients between two batches, added over the layers",
    cost: "a forward and a backward pass of two batches", source: "ZiCo (Li et al., ICLR 2023)", labels: .source,
    passes: "2 (F + B)", withoutPath: "-inf; the formula gives 0")

  private var pass: Pass<BatchGradient> { Pass(setup.lossGradient.probe, setup.lossGradient.observer, batches: 2) }

  /// The gradient of the loss of two batches.
  public var passes: [any AnyPass] { [pass] }

  /// Σ log Σ mean / std.
  public func value(_ found: Observations) throws -> Double {
    let (first, second) = (try found.weights(pass, batch: 0), try found.weights(pass, batch: 1))
    return zip(first, second).reduce(0) { total, layers in
      let sum = zip(layers.0.gradient, layers.1.gradient).reduce(0) { sum, pair in
        // Of two numbers the population's deviation is half their distance.
        let deviation = abs(pair.0 - pair.1) / 2
        return deviation == 0 ? sum : sum + (abs(pair.0) + abs(pair.1)) / 2 / deviation
      }
      return sum == 0 ? total : total + log(sum)
    }
  }
}
