import AccuracyTables
import Scores

extension PaperNumbers {
  /// A mean and its standard deviation.
  public struct Spread: Sendable, Hashable {
    /// The mean, percent.
    public let mean: Double
    /// The standard deviation over seeds.
    public let deviation: Double
  }

  /// Test accuracy of the cells found on NAS-Bench-201, 4 seeds, each data set searched on its own images: table 1 (`ranks`),
  /// tables 4 and 5 (the other rules, CIFAR-100 only). Table 5's "sum of changes" stands beside both readings of it.
  public static func searchedAccuracy(_ rule: PruningRule, _ dataset: BenchmarkDataset) -> Spread? {
    switch (rule, dataset) {
    case (.ranks, .cifar10): Spread(mean: 93.9, deviation: 0.47)
    case (.ranks, .cifar100): Spread(mean: 71.24, deviation: 0.56)
    case (.ranks, .imagenet16): Spread(mean: 42.38, deviation: 0.46)
    case (.kappa, .cifar100): Spread(mean: 69.25, deviation: 1.29)
    case (.regions, .cifar100): Spread(mean: 70.48, deviation: 0.29)
    case (.min, .cifar100): Spread(mean: 70.75, deviation: 0.73)
    case (.max, .cifar100): Spread(mean: 70.33, deviation: 1.09)
    case (.changes, .cifar100), (.changesLiteral, .cifar100): Spread(mean: 70.47, deviation: 0.68)
    default: nil
    }
  }

  /// Seconds of a search on one GTX 1080Ti (table 1).
  public static let searchSeconds = 1558.0
}
