import Foundation
import Kernels

/// How differently samples of one class move the output (Lopes et al., "EPE-NAS: efficient performance estimation without training
/// for neural architecture search", ICANN 2021).
///
/// With J_b = ∂(Σ_b Σ_k logit_k)/∂x_b and C the correlations of the J_b of the samples of class c, s_c = Σ_ij log(|C_ij| + k), k = 1e-5.
/// Of at most 100 classes: Σ_c |s_c|. Of more: s_c divided by the number of the class' samples, then Σ_c,c' |s_c − s_c'| / number of
/// classes; as in the authors' code, a class with a single sample is then left out.
///
/// Higher is better; needs labels. Cost: a forward pass and a backward pass to the images. Without a path, or where a sample has
/// no gradient at all: −∞ (the formula gives NaN).
public struct EPENAS: LiteratureMetric {
  /// The network, weights and inputs.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 images, PyTorch's initialisation.
  public static let published = Setup()

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "epe_nas", direction: .higherIsBetter,
    definition: "log correlations between samples of one class of the logits' gradient by the image, by class, added",
    cost: "a forward pass of a batch and a backward pass to the images", source: "EPE-NAS (Lopes et al., ICANN 2021)",
    labels: .source, passes: "F + B to the image", withoutPath: "-inf; the formula gives NaN")

  private var pass: Pass<ImageGradient> { setup.imageGradient(labels: .source) }

  /// The gradient by the images.
  public var passes: [any AnyPass] { [pass] }

  /// The classes' scores, put together.
  public func value(_ found: Observations) throws -> Double {
    let gradient = try found.first(pass)
    guard gradient.allSatisfy(\.isFinite) else { return .nan }
    let scores = scores(gradient, labels: try found.labels(pass.probe))
    guard scores.allSatisfy(\.isFinite) else { return -.infinity }
    if setup.classes <= Self.manyClasses { return scores.reduce(0) { $0 + abs($1) } }
    let differences = scores.reduce(0) { sum, one in scores.reduce(sum) { $0 + abs(one - $1) } }
    return scores.isEmpty ? 0 : differences / Double(scores.count)
  }

  /// s_c of the classes of the batch, by label.
  private func scores(_ gradient: [Double], labels: [Int]) -> [Double] {
    let length = gradient.count / labels.count
    return Set(labels).sorted().compactMap { label in
      let rows = labels.indices.filter { labels[$0] == label }.map { gradient[$0 * length..<($0 + 1) * length] }
      let sum = Correlations.between(rows).reduce(0) { $0 + log(abs($1) + Self.offset) }
      guard setup.classes > Self.manyClasses else { return sum }
      return rows.count > 1 ? sum / Double(rows.count) : nil
    }
  }

  private static let offset = 1e-5
  private static let manyClasses = 100
}
