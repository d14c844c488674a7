import Kernels

/// The size of the tangent kernel at initialisation, √(tr K / B) (Shu et al., "Unifying and boosting gradient-based training-free
/// neural architecture search", NeurIPS 2022).
///
/// Higher is better; no labels. Cost: κ_N's, with which it shares the kernel. Without a path: −∞ (the formula gives 0).
public struct NTKTrace: Metric, Codable, Hashable {
  /// Network, weights and batch are κ_N's.
  public var kernel: Kappa

  /// Makes the metric of the kernel whose condition number is the given κ_N.
  public init(_ kernel: Kappa) { self.kernel = kernel }

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "ntk_trace", direction: .higherIsBetter,
    definition: "root of the mean of the tangent kernel's diagonal at initialisation",
    cost: "that of kappa, shared with it",
    source: "Shu et al., NeurIPS 2022", passes: "F + B times B", withoutPath: "-inf; the formula gives 0")

  /// The tangent kernel.
  public var passes: [any AnyPass] { [kernel.pass] }

  /// √(tr K / B).
  public func score(_ found: Observations) throws -> Double {
    guard let kernel = try found[kernel.pass]?.first else { return Self.description.direction.worst }
    let trace = (0..<kernel.batch).reduce(0) { $0 + kernel.matrix[$1 * (kernel.batch + 1)] }
    return (trace / Double(kernel.batch)).squareRoot()
  }
}
