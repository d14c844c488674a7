import Kernels

/// Whether features gain from block to block: the smallest difference of consecutive terms of ``Expressivity`` (AZ-NAS: Lee and Ham,
/// CVPR 2024).
///
/// Higher is better; no labels. Cost: a forward pass, shared with ``Expressivity``. Without a path, or where a map does not vary: −∞.
public struct Progressivity: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 samples of noise, Kaiming normal by fan-in.
  public static let published = Setup(initialization: .kaimingNormalFanIn, input: .noise)
  /// The forward pass of ``Expressivity``.
  public static let lite = published.onSmallNetwork(channels: 16, cellsPerStage: 2, batch: 16)

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "progressivity", direction: .higherIsBetter,
    definition: "smallest gain from block to block in the entropy of the channels' spectrum",
    cost: "a forward pass of a batch",
    source: "AZ-NAS (Lee and Ham, CVPR 2024)", passes: "F", withoutPath: "-inf, as the formula gives")

  /// The covariances between the blocks.
  public var passes: [any AnyPass] { [setup.boundaryFeatures] }

  /// The smallest difference of neighbouring entropies.
  public func value(_ found: Observations) throws -> Double {
    let entropies = try found.first(setup.boundaryFeatures).map(Expressivity.entropy)
    guard !entropies.contains(-.infinity) else { return -.infinity }
    return zip(entropies, entropies.dropFirst()).reduce(.infinity) {
      let gain = $1.1 - $1.0
      return gain.isNaN ? .nan : min($0, gain)
    }
  }
}
