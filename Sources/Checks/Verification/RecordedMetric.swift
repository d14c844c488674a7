import Metrics

/// A value that a file of metrics records, and the metric that gives it.
struct RecordedMetric: Sendable {
  /// The value's name in the file.
  let name: String
  /// What the metric's samples are.
  let input: Setup.Input
  /// The largest relative error of float32 kernels.
  let fastLimit: Double
  /// Whether the value counts something.
  let isCount: Bool
  /// Whether it depends on the ReLUs' bits alone.
  let countsReLUs: Bool
  private let make: @Sendable (Setup) -> any LiteratureMetric

  private init(
    _ name: String, _ input: Setup.Input = .images, fastLimit: Double = 1e-4, isCount: Bool = false,
    countsReLUs: Bool = false, _ make: @escaping @Sendable (Setup) -> any LiteratureMetric
  ) {
    (self.name, self.input, self.fastLimit, self.make) = (name, input, fastLimit, make)
    (self.isCount, self.countsReLUs) = (isCount, countsReLUs)
  }

  /// The metric for a case of the given settings.
  func metric(_ setup: Setup) -> any LiteratureMetric {
    var setup = setup
    setup.input = input
    return make(setup)
  }

  /// All values that this version knows.
  static let all: [RecordedMetric] = [
    RecordedMetric("grad_norm") { GradNorm($0) },
    RecordedMetric("grad_norm_all", .noise) { GradNormAll($0) },
    RecordedMetric("snip") { Snip($0) },
    RecordedMetric("plain") { Plain($0) },
    RecordedMetric("grasp", fastLimit: 1e-3) { Grasp($0) },
    RecordedMetric("fisher") { Fisher($0) },
    RecordedMetric("l2_norm") { L2Norm($0) },
    RecordedMetric("log_synflow_sum") { SynFlow($0) },
    RecordedMetric("log_synflow_bn_sum") { SynFlowBatchNorm($0) },
    RecordedMetric("logsynflow") { LogSynFlow($0) },
    RecordedMetric("jacov") { Jacov($0) },
    RecordedMetric("epe_nas") { EPENAS($0) },
    RecordedMetric("nwot", .noise, countsReLUs: true) { NASWOT($0) },
    RecordedMetric("nwot_images", countsReLUs: true) { NASWOT($0) },
    RecordedMetric("swap", isCount: true, countsReLUs: true) { SWAP($0) },
    RecordedMetric("zen", .noise) { ZenScore($0) },
    // Sums of 1 / |g₁ − g₂| are made up almost alone of the element whose gradients agree best, to 1 in 1e5 here: what float32
    // leaves of the difference is good to 1e-2, and PyTorch's own float32 values are off by up to 2.4e-4.
    RecordedMetric("zico", fastLimit: 3e-3) { ZiCo($0) },
    RecordedMetric("expressivity", .noise) { Expressivity($0) },
    RecordedMetric("progressivity", .noise) { Progressivity($0) },
    RecordedMetric("trainability", .noise) { Trainability($0) },
    RecordedMetric("vkdnw_dim", .noise, isCount: true) { VKDNWDimension($0) },
    RecordedMetric("vkdnw_entropy", .noise, fastLimit: 1e-3) { VKDNWEntropy($0) },
    RecordedMetric("meco_layers", .noise) { MeCoLayers($0) },
  ]
}
