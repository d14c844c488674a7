import Foundation
import Kernels

/// Geometric capacity times gradient health, γ (1 + o) / log(L + 1): γ = Σ over the L convolutions of log((tr C)² / tr C²), C the
/// covariance of the output's channels; o = Σ over parameter arrays of min(1, std g / max|g|), g the cross-entropy's gradient with
/// random labels (Zhou et al., "InTrain: intrinsic trainability for zero-cost neural architecture search", CVPR 2026).
///
/// Known from the paper only: there is no code to compare with. Chosen here: noise, covariances over samples and places, the
/// population's deviation, and ε = 1e-10 on both sides of the fraction, so that a convolution that gives zeros adds nothing. An array
/// adds nothing either whose gradients are all below 1e-5 of the network's largest: a later batch norm takes such an array's effect
/// away, its gradient is 0 but for rounding, and the ratio would be one of rounding errors.
///
/// Higher is better; labels are random. Cost: a forward and a backward pass. Without a path: −∞ (the formula gives what its layers
/// give).
public struct InTrain: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 samples of noise, Kaiming normal by fan-in.
  public static let published = Setup(initialization: .kaimingNormalFanIn, input: .noise)

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "intrain", direction: .higherIsBetter,
    definition: "log participation ratios of the convolutions' channels, times the spread of the parameters' gradients",
    cost: "a forward and a backward pass of a batch", source: "InTrain (Zhou et al., CVPR 2026); no code published",
    labels: .random, passes: "F + B", withoutPath: "-inf; the formula gives what its layers give")

  private var spread: Pass<FeatureSpread> { Pass(setup.probe(labels: .random), FeatureSpread()) }

  /// The convolutions' spread, and the gradient of the loss.
  public var passes: [any AnyPass] { [spread, setup.randomLossGradient] }

  /// γ (1 + o) / log(L + 1).
  public func value(_ found: Observations) throws -> Double {
    let spreads = try found.first(spread)
    let capacity = spreads.reduce(0) {
      $0 + log(($1.squaredTrace + Self.epsilon) / ($1.traceOfSquare + Self.epsilon))
    }
    let gradients = try found.first(setup.randomLossGradient).gradients
    let largest = gradients.joined().reduce(0) { max($0, abs($1)) }
    let health = gradients.reduce(0) { $0 + Self.health($1, above: Self.negligible * largest) }
    return capacity * (1 + health) / log(Double(spreads.count + 1))
  }

  /// min(1, std / max|g|); 0 where none is above the given size.
  private static func health(_ gradient: [Double], above size: Double) -> Double {
    let (count, largest) = (Double(gradient.count), gradient.reduce(0) { max($0, abs($1)) })
    guard largest > size else { return 0 }
    let mean = gradient.reduce(0, +) / count
    let variance = gradient.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return min(1, variance.squareRoot() / largest)
  }

  private static let epsilon = 1e-10
  private static let negligible = 1e-5
}
