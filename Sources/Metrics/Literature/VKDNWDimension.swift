import Kernels

/// The number of parameter arrays, which is the size of ``VKDNWEntropy``'s matrix: the integer part of VKDNW's single score (Týbl and
/// Neumann, "Training-free neural architecture search through variance of knowledge of deep network weights", CVPR 2025).
///
/// Higher is better; no labels, no pass. Without a path: −∞ (the formula counts its arrays as any other's).
public struct VKDNWDimension: LiteratureMetric {
  /// The network; nothing of it is drawn.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5.
  public static let published = VKDNWEntropy.published

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "vkdnw_dim", direction: .higherIsBetter, definition: "parameter arrays of the network", cost: "none: counted",
    source: "VKDNW (Týbl and Neumann, CVPR 2025)", withoutPath: "-inf; the formula counts its arrays")

  /// The count.
  public func value(_ found: Observations) throws -> Double {
    Double(try found.network(setup.probe())!.network.parameters.count)
  }
}
