/// The norms of the initial weights: Σ_W ‖W‖₂ (Abdelfattah et al., ICLR 2021): in expectation a function of the layers' shapes.
///
/// Higher is better; no labels, no pass. Without a path: −∞ (the formula counts its layers as any other's).
public struct L2Norm: LiteratureMetric {
  /// The network and its weights; no inputs are used.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "l2_norm", direction: .higherIsBetter,
    definition: "Euclidean norms of all convolution and classifier weights at initialisation, added",
    cost: "none: drawing the weights", source: "Abdelfattah et al., ICLR 2021",
    withoutPath: "-inf; the formula gives the norms of its layers")

  /// Σ ‖W‖₂.
  public func value(_ found: Observations) throws -> Double {
    let built = try found.network(setup.probe())!
    return built.network.parameters.indices.filter { built.network.parameters[$0].role.isWeight }.reduce(0) {
      $0 + built.values[$1].reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
  }
}
