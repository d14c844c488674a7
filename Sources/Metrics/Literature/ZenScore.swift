import Foundation
import Kernels

/// How much a small change of the input moves the last features: log mean_b Σ |f(x) − f(x + 0.01 x′)| + Σ_BN log √(mean_c variance),
/// x and x′ standard normal, f the last ReLU's map, variance what batch norm's running one is after both passes (Lin et al.,
/// "Zen-NAS: a zero-shot NAS for high-performance image recognition", ICCV 2021).
///
/// Higher is better; no labels. Cost: two forward passes. Without a path: −∞, as by the formula.
public struct ZenScore: LiteratureMetric {
  /// The network and its weights; inputs are noise whatever the settings say.
  public var setup: Setup
  /// Makes the metric with the given settings.
  public init(_ setup: Setup) { self.setup = setup }
  /// C = 16, N = 5, 64 samples of noise, standard normal weights.
  public static let published = Setup(initialization: .standardNormal, input: .noise)

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "zen", direction: .higherIsBetter,
    definition:
      "log change of the last features under a small change of noise, plus the logs of batch norms' deviations",
    cost: "two forward passes of a batch", source: "Zen-NAS (Lin et al., ICCV 2021)", passes: "2 F",
    withoutPath: "-inf, as the formula gives")

  private var noise: Pass<LastFeatures> { pass(.noise) }
  private var perturbed: Pass<LastFeatures> { pass(.perturbedNoise(amplitude: 0.01)) }

  private func pass(_ kind: Probe.InputsChoice.Kind) -> Pass<LastFeatures> {
    let probe = Probe(
      network: setup.network(batchNorm: .batch), weights: .init(setup.initialization),
      inputs: .init(kind, batch: setup.batch, stream: "noise"))
    return Pass(probe, LastFeatures())
  }

  /// The features of noise, and of noise with more noise.
  public var passes: [any AnyPass] { [noise, perturbed] }

  /// The log change, and the log deviations.
  public func value(_ found: Observations) throws -> Double {
    let (first, second) = (try found.first(noise), try found.first(perturbed))
    let change = zip(first.features, second.features).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(setup.batch)
    return zip(first.variances, second.variances).reduce(log(change)) { sum, norm in
      let running = zip(norm.0, norm.1).map { Self.running(after: $0.0, $0.1) }
      return sum + 0.5 * log(running.reduce(0, +) / Double(running.count))
    }
  }

  /// The running variance after two batches, from 1, with PyTorch's momentum 0.1.
  private static func running(after first: Double, _ second: Double) -> Double {
    0.9 * (0.9 + 0.1 * first) + 0.1 * second
  }
}
