import Kernels

/// Whether gradients keep their size from block to block: with s the largest singular value of g_inᵀ g_out / (B h w), g_out random
/// signs at the end of a block and g_in what the backward pass makes of them at its beginning, the mean over the blocks of
/// −s − 1/(s + 1e-6) + 2; −∞ where a block does nothing (AZ-NAS: Lee and Ham, CVPR 2024).
///
/// Higher is better; no labels. Cost: a forward and a backward pass. Without a path: −∞ (the formula gives about −1e6 times the share
/// of dead blocks).
public struct Trainability: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 samples of noise, Kaiming normal by fan-in.
  public static let published = Setup(initialization: .kaimingNormalFanIn, input: .noise)

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "trainability", direction: .higherIsBetter,
    definition: "closeness to 1 of the gain of random cotangents through each block, averaged over the blocks",
    cost: "a forward and a backward pass of a batch", source: "AZ-NAS (Lee and Ham, CVPR 2024)", passes: "F + B",
    withoutPath: "-inf; the formula gives about -1e6 times the share of dead blocks")

  private var pass: Pass<SignPropagation> { Pass(setup.probe(), SignPropagation()) }

  /// What becomes of signs.
  public var passes: [any AnyPass] { [pass] }

  /// mean (−s − 1/(s + 1e-6) + 2).
  public func value(_ found: Observations) throws -> Double {
    let scores = try found.first(pass).map { $0.isIdentity ? -.infinity : 2 - $0.gain - 1 / ($0.gain + 1e-6) }
    return scores.reduce(0, +) / Double(scores.count)
  }
}
