import Foundation
import Kernels

/// How evenly features use their channels: over the maps between the blocks (after the stem, each cell and each reduction), the
/// entropy −Σ p log(p + 1e-8) of the normalised eigenvalues p of the channels' covariance, summed (AZ-NAS: Lee and Ham, CVPR 2024).
///
/// Higher is better; no labels. Cost: a forward pass. Without a path: −∞, as by the formula.
public struct Expressivity: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 samples of noise, Kaiming normal by fan-in.
  public static let published = Setup(initialization: .kaimingNormalFanIn, input: .noise)
  /// Width, not depth or batch, is what it gains from.
  public static let lite = published.onSmallNetwork(channels: 16, cellsPerStage: 2, batch: 16)

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "expressivity", direction: .higherIsBetter,
    definition: "entropies of the spectra of the channels' covariance between the blocks, added",
    cost: "a forward pass of a batch", source: "AZ-NAS (Lee and Ham, CVPR 2024)", passes: "F",
    withoutPath: "-inf, as the formula gives")

  /// The covariances between the blocks.
  public var passes: [any AnyPass] { [setup.boundaryFeatures] }

  /// Σ of the entropies.
  public func value(_ found: Observations) throws -> Double {
    try found.first(setup.boundaryFeatures).map(Self.entropy).reduce(0, +)
  }

  /// The entropy of a covariance's normalised spectrum; −∞ of a map that does not vary, NaN of one that is not finite.
  static func entropy(ofCovariance covariance: [Double]) -> Double {
    let order = Int(Double(covariance.count).squareRoot().rounded())
    guard let spectrum = LinearAlgebra.eigenvalues(ofSymmetric: covariance, order: order) else { return .nan }
    let sum = spectrum.reduce(0, +)
    guard sum > 0 else { return -.infinity }
    // A covariance has no negative eigenvalue; where channels depend on each other, rounding makes some.
    return spectrum.reduce(0) { entropy, value in
      let share = max(value, 0) / sum
      return entropy - share * log(share + 1e-8)
    }
  }
}
