import AccuracyTables
import SearchSpaces

/// How well a metric or rule ranks NAS-Bench-201, as a paper prints it: one row of the tables that later work compares with.
struct PublishedScores: Sendable {
  /// τ, ρ and nDCG on one data set; nil where the source does not give it.
  struct Numbers: Sendable {
    let kendall: Double
    let spearman, gain: Double?
  }

  /// What the paper calls it.
  let method: String
  /// The metric's column here, or the published rule's name.
  let metric: String
  /// The cells it was measured on.
  let population: NASBench201.Population
  /// By data set.
  let numbers: [BenchmarkDataset: Numbers]
  /// Where it is printed.
  let source: String

  private init(
    _ method: String, _ metric: String, _ population: NASBench201.Population, _ source: String,
    _ rows: [(kendall: Double, spearman: Double?, gain: Double?)]
  ) {
    (self.method, self.metric, self.population, self.source) = (method, metric, population, source)
    numbers = Dictionary(
      uniqueKeysWithValues: zip([.cifar10, .cifar100, .imagenet16], rows).map {
        ($0, Numbers(kendall: $1.kendall, spearman: $1.spearman, gain: $1.gain))
      })
  }

  private static func vkdnw(
    _ method: String, _ metric: String, _ rows: (Double, Double, Double)...
  ) -> PublishedScores {
    PublishedScores(
      method, metric, .live, "VKDNW (CVPR 2025); population presumed live, as its FLOPs row shows",
      rows.map { (kendall: $0.0, spearman: $0.1, gain: $0.2) })
  }

  /// The rows, in the order of the tables. CIFAR-10, CIFAR-100, ImageNet16-120; τ, ρ, nDCG.
  static let all: [PublishedScores] = [
    vkdnw("FLOPs", "flops", (0.623, 0.799, 0.745), (0.586, 0.763, 0.576), (0.545, 0.718, 0.403)),
    vkdnw("GradNorm", "grad_norm", (0.328, 0.438, 0.509), (0.341, 0.451, 0.278), (0.310, 0.418, 0.265)),
    vkdnw("GraSP", "grasp", (0.352, 0.505, 0.518), (0.349, 0.498, 0.284), (0.359, 0.502, 0.281)),
    vkdnw("SNIP", "snip", (0.431, 0.591, 0.513), (0.440, 0.597, 0.286), (0.389, 0.521, 0.286)),
    vkdnw("SynFlow", "synflow", (0.561, 0.758, 0.709), (0.553, 0.750, 0.594), (0.531, 0.719, 0.511)),
    vkdnw("Jacov", "jacov", (0.616, 0.800, 0.540), (0.639, 0.820, 0.402), (0.602, 0.779, 0.356)),
    vkdnw("NASWOT", "nwot", (0.571, 0.762, 0.607), (0.607, 0.799, 0.475), (0.605, 0.794, 0.490)),
    vkdnw("ZiCo", "zico", (0.607, 0.802, 0.751), (0.614, 0.809, 0.607), (0.587, 0.779, 0.523)),
    vkdnw("TE-NAS", "te-nas", (0.536, 0.722, 0.602), (0.537, 0.723, 0.327), (0.523, 0.709, 0.330)),
    vkdnw("AZ-NAS", "az-nas", (0.712, 0.892, 0.749), (0.696, 0.880, 0.549), (0.673, 0.859, 0.534)),
    vkdnw("trainable layers", "layers", (0.626, 0.767, 0.671), (0.646, 0.787, 0.525), (0.623, 0.764, 0.497)),
    vkdnw("VKDNW (aggregate)", "vkdnw-agg", (0.750, 0.919, 0.785), (0.753, 0.919, 0.636), (0.743, 0.906, 0.664)),
    PublishedScores(
      "InTrain", "intrain", .live, "InTrain; population presumed live",
      [(0.669, nil, nil), (0.671, nil, nil), (0.675, nil, nil)]),
    PublishedScores(
      "AZ-NAS", "az-nas", .all, "AZ-NAS (CVPR 2024)",
      [(0.741, 0.913, nil), (0.723, 0.900, nil), (0.710, 0.886, nil)]),
    PublishedScores(
      "SWAP", "swap", .all, "SWAP-NAS (ICLR 2024)", [(0.634, nil, nil), (0.649, nil, nil), (0.610, nil, nil)]),
  ]
}
