import Foundation
import Kernels

/// How differently samples move the output: with J_b = ∂(Σ_b Σ_k logit_k)/∂x_b and v the eigenvalues of the correlations of the J_b,
/// −Σ (log(v + k) + 1 / (v + k)), k = 1e-5 (Mellor et al., "Neural architecture search without training", first version, 2020; as
/// `jacob_cov` Abdelfattah et al., ICLR 2021).
///
/// Higher is better; no labels. Cost: a forward pass and a backward pass to the images. Without a path, or where a sample has no
/// gradient at all: −∞ (the formula gives NaN).
public struct Jacov: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 images, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "jacov", direction: .higherIsBetter,
    definition:
      "closeness to 1 of the eigenvalues of the correlations between samples of the logits' gradient by the image",
    cost: "a forward pass of a batch and a backward pass to the images",
    source: "Mellor et al., 2020 (first version); Abdelfattah et al., ICLR 2021", passes: "F + B to the image",
    withoutPath: "-inf; the formula gives NaN")

  /// The gradient by the images.
  public var passes: [any AnyPass] { [setup.imageGradient()] }

  /// −Σ (log(v + k) + 1 / (v + k)).
  public func value(_ found: Observations) throws -> Double {
    let gradient = try found.first(setup.imageGradient())
    guard gradient.allSatisfy(\.isFinite) else { return .nan }
    let length = gradient.count / setup.batch
    let rows = (0..<setup.batch).map { gradient[$0 * length..<($0 + 1) * length] }
    let spectrum = LinearAlgebra.eigenvalues(ofSymmetric: Correlations.between(rows), order: setup.batch)
    return spectrum.map { $0.reduce(0) { $0 - log($1 + Self.offset) - 1 / ($1 + Self.offset) } } ?? -.infinity
  }

  private static let offset = 1e-5
}
