import Kernels

/// Activation and parameter diversity: (Σ_BN ‖M‖_F² / ‖M‖₂²) · (Σ_conv ‖W‖₁ / ‖W‖₂), M a batch norm's output as a matrix of samples and
/// places by channels, W a convolution's weight.
///
/// Known from the paper only: there is no code to compare with. Chosen here: noise, batch norm in training mode, stem and last batch
/// norm counted as any other; a map of zeros counts 0.
///
/// Higher is better; no labels. Cost: a forward pass. Without a path: −∞ (the formula gives what its layers give).
public struct APD: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 samples of noise, Kaiming normal by fan-in.
  public static let published = Setup(initialization: .kaimingNormalFanIn, input: .noise)

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "apd", direction: .higherIsBetter,
    definition:
      "stable ranks of batch norms' outputs, added, times the convolution weights' ratios of 1- to 2-norm, added",
    cost: "a forward pass of a batch", source: "from the paper's formula; no code published", passes: "F",
    withoutPath: "-inf; the formula gives what its layers give")

  private var pass: Pass<NormSpectra> { Pass(setup.probe(), NormSpectra()) }

  /// The stable ranks.
  public var passes: [any AnyPass] { [pass] }

  /// Σ ranks · Σ ratios.
  public func value(_ found: Observations) throws -> Double {
    let built = try found.network(pass.probe)!
    let kernels = built.network.parameters.indices.filter { built.network.parameters[$0].role == .kernel }
    let ratios = kernels.reduce(0) { sum, place in
      let norms = built.values[place].reduce((one: 0.0, squares: 0.0)) {
        ($0.one + abs(Double($1)), $0.squares + Double($1) * Double($1))
      }
      return sum + norms.one / norms.squares.squareRoot()
    }
    return try found.first(pass).reduce(0, +) * ratios
  }
}
