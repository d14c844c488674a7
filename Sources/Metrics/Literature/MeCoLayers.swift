import Kernels

/// How independent channels are: over the outputs of all convolutions, batch norms and ReLUs the smallest eigenvalue of the channels'
/// correlation matrix for one image of noise, summed (Jiang et al., "MeCo: zero-shot NAS with one data and single forward pass via
/// minimum eigenvalue of correlation", NeurIPS 2023).
///
/// The authors take the outputs of all modules, containers too, which count a cell's output many times; here each layer counts once,
/// and a ReLU as often as it is evaluated. Correlations that are not numbers are 0, and single channels are left out.
///
/// Higher is better; no labels. Cost: a forward pass of one sample. Without a path: −∞ (the formula gives what its layers sum to).
public struct MeCoLayers: LiteratureMetric {
  /// The network, weights and inputs, of which one sample is used.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, one sample of noise, PyTorch's initialisation.
  public static let published = Setup(batch: 1, input: .noise)

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "meco_layers", direction: .higherIsBetter,
    definition: "smallest eigenvalue of the channels' correlations of every layer's output, added",
    cost: "a forward pass of one sample",
    source: "MeCo (Jiang et al., NeurIPS 2023)", passes: "F of one sample",
    withoutPath: "-inf; the formula gives what its layers sum to")

  private var pass: Pass<LayerCorrelations> {
    var single = setup
    single.batch = 1
    return Pass(single.probe(), LayerCorrelations())
  }

  /// The layers' correlations.
  public var passes: [any AnyPass] { [pass] }

  /// Σ of the smallest eigenvalues.
  public func value(_ found: Observations) throws -> Double { try found.first(pass).reduce(0, +) }
}
