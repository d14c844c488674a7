import Kernels

/// How well the tangent kernel of the cells predicts the classes of other images: of a second batch, mean_b Σ_k (P − Y)² with
/// P = K_yx K_xx⁻¹ X, X and Y the classes one-hot less their mean over the batch, K from the gradients of the cells' parameters only
/// (TEG-NAS: Chen et al., "Understanding and accelerating neural architecture search with training-free and theory-grounded
/// metrics", 2021).
///
/// Lower is better; needs labels. Cost: κ_N's for two batches. Without a path, or where K_xx is singular: +∞.
public struct NTKError: Metric, Codable, Hashable {
  /// Network, weights and batch are κ_N's; labels come with the images.
  public var kernel: Kappa

  /// Makes the metric with the settings of the given κ_N.
  public init(_ kernel: Kappa) { self.kernel = kernel }

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "ntk_mse", direction: .lowerIsBetter,
    definition: "squared error of a second batch's classes as the cells' tangent kernel predicts them from a first",
    cost: "that of kappa, for two batches", source: "TEG-NAS (Chen et al., 2021)", labels: .source,
    passes: "2 (F + B times B)", withoutPath: "inf")

  private var pass: Pass<CellJacobian> {
    var probe = kernel.pass.probe
    probe.inputs.labels = .source
    return Pass(probe, CellJacobian(kernel.batchNorm), batches: 2)
  }

  /// The cells' gradients of two batches.
  public var passes: [any AnyPass] { [pass] }

  /// The mean squared error.
  public func score(_ found: Observations) throws -> Double {
    guard let batches = try found[pass] else { return .infinity }
    let (x, y, classes) = (batches[0], batches[1], kernel.classes ?? 10)
    guard (x.gradients + y.gradients).allSatisfy(\.isFinite) else { return .nan }
    func product(_ a: CellJacobian.Observation, _ b: CellJacobian.Observation) -> [Double] {
      LinearAlgebra.product(
        transposed: a.gradients, b.gradients, rows: a.rows, columnsOfA: a.batch, columnsOfB: b.batch)
    }
    let (known, wanted) = (Self.centred(x.labels, classes: classes), Self.centred(y.labels, classes: classes))
    guard
      let weights = LinearAlgebra.solve(symmetric: product(x, x), order: x.batch, right: known, columns: classes)
    else { return .infinity }
    let kernel = product(y, x)
    var error = 0.0
    for sample in 0..<y.batch {
      for k in 0..<classes {
        let predicted = (0..<x.batch).reduce(0) { $0 + kernel[sample * x.batch + $1] * weights[$1 * classes + k] }
        let difference = predicted - wanted[sample * classes + k]
        error += difference * difference
      }
    }
    return error / Double(y.batch)
  }

  /// The classes one-hot, less their mean over the batch, [B, classes].
  private static func centred(_ labels: [Int], classes: Int) -> [Double] {
    let shares = (0..<classes).map { k in Double(labels.count { $0 == k }) / Double(labels.count) }
    return labels.flatMap { label in shares.enumerated().map { (label == $0 ? 1 : 0) - $1 } }
  }
}
