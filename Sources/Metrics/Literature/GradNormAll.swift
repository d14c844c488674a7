import Kernels

/// The norm of the gradient of all parameters at once, batch norm's and the bias among them: √Σ g², for noise with random labels:
/// the row "GradNorm" of AZ-NAS' tables (Lee and Ham, CVPR 2024).
///
/// Higher is better; labels are random. Cost: a forward and a backward pass. Without a path: −∞ (the formula gives the norm of the
/// bias' gradient).
public struct GradNormAll: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 samples of noise, Kaiming normal by fan-in.
  public static let published = Setup(initialization: .kaimingNormalFanIn, input: .noise)

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "grad_norm_all", direction: .higherIsBetter,
    definition: "Euclidean norm of the cross-entropy's gradient of all parameters together, with random labels",
    cost: "a forward and a backward pass of a batch", source: "AZ-NAS (Lee and Ham, CVPR 2024), row GradNorm",
    labels: .random, passes: "F + B", withoutPath: "-inf; the formula gives the bias' gradient")

  /// The gradient of the loss.
  public var passes: [any AnyPass] { [setup.randomLossGradient] }

  /// √Σ g².
  public func value(_ found: Observations) throws -> Double {
    try found.first(setup.randomLossGradient).gradients.joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
