import Images
import Kernels
import Metrics
import Networks
import SearchSpaces
import Testing

// One metric of each family of passes, written as a user would write it: what a new metric takes where a pass that it needs is
// there. Each is a struct of its own and reads nothing but observations.

/// Forward patterns: the share of ReLUs that are open, over the batch.
private struct OpenShare: Metric {
  static let description = MetricDescription(
    name: "open_share", direction: .higherIsBetter, definition: "share of open ReLUs", cost: "F", source: "trial")
  var pass: Pass<ActivationPatterns> { Pass(Trial.setup.probe(), ActivationPatterns()) }
  var passes: [any AnyPass] { [pass] }

  func score(_ found: Observations) throws -> Double {
    let patterns = try found[pass]![0]
    let open = patterns.maps.reduce(0) { $0 + $1.bits.reduce(0) { $0 + $1.nonzeroBitCount } }
    return Double(open) / Double(patterns.batch * patterns.maps.reduce(0) { $0 + $1.bits.count / $1.words })
  }
}

/// One batch gradient: the largest gradient of any parameter.
private struct LargestGradient: Metric {
  static let description = MetricDescription(
    name: "largest", direction: .higherIsBetter, definition: "largest gradient", cost: "F + B", source: "trial")
  var pass: Pass<BatchGradient> { Pass(Trial.setup.probe(labels: .source), BatchGradient(.crossEntropy)) }
  var passes: [any AnyPass] { [pass] }

  func score(_ found: Observations) throws -> Double {
    try found[pass]![0].gradients.joined().reduce(0) { max($0, abs($1)) }
  }
}

/// Image gradient: its Euclidean norm.
private struct ImageSensitivity: Metric {
  static let description = MetricDescription(
    name: "sensitivity", direction: .lowerIsBetter, definition: "norm of the image gradient", cost: "F + B",
    source: "trial")
  var pass: Pass<ImageGradient> { Pass(Trial.setup.probe(), ImageGradient()) }
  var passes: [any AnyPass] { [pass] }

  func score(_ found: Observations) throws -> Double {
    try found[pass]![0].reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}

/// Moments over two batches: the cosine between their gradients.
private struct GradientAgreement: Metric {
  static let description = MetricDescription(
    name: "agreement", direction: .higherIsBetter, definition: "cosine of two batches' gradients", cost: "2 (F + B)",
    source: "trial")
  var pass: Pass<BatchGradient> {
    Pass(Trial.setup.probe(labels: .source), BatchGradient(.crossEntropy), batches: 2)
  }
  var passes: [any AnyPass] { [pass] }

  func score(_ found: Observations) throws -> Double {
    let (a, b) = (Array(try found[pass]![0].gradients.joined()), Array(try found[pass]![1].gradients.joined()))
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
  }
}

/// Hessian-vector product: its sign and size.
private struct Curvature: Metric {
  static let description = MetricDescription(
    name: "curvature", direction: .higherIsBetter, definition: "weights · Hessian · gradient", cost: "F + B + Hessian",
    source: "trial")
  var pass: Pass<HessianProduct> { Pass(Trial.setup.probe(labels: .source), HessianProduct()) }
  var passes: [any AnyPass] { [pass] }

  func score(_ found: Observations) throws -> Double { try found[pass]![0] }
}

private enum Trial {
  static let setup = Setup(channels: 3, cellsPerStage: 1, batch: 6)
  static let metrics: [any Metric] = [
    OpenShare(), LargestGradient(), ImageSensitivity(), GradientAgreement(), Curvature(),
  ]
}

@Suite struct TrialMetricTests {
  /// Every trial agrees with the plain loops, and gives the same bits alone and in the company of the others.
  @Test(arguments: Cells.connected) func fastAndPlain(_ index: Int) throws {
    let images = try SmallImages.pool()
    let cell = try NASBench201.architecture(at: index)
    let evaluation = Evaluation(cell: cell, key: UInt64(index), repeat: 0, seed: 3, images: images)
    let together = Laboratory(evaluation).score(Trial.metrics)
    let plain = Laboratory(evaluation, kernels: .reference).score(Trial.metrics)
    for (place, metric) in Trial.metrics.enumerated() {
      let (fast, exact) = (try together[place].score.get(), try plain[place].score.get())
      let name = type(of: metric).description.name
      #expect(abs(fast - exact) <= 2e-3 * abs(exact), "\(name) of cell \(index): \(fast) and \(exact)")
      #expect(try metric.score(index, seed: 3, images: images) == fast, "\(name) alone, cell \(index)")
    }
  }
}
