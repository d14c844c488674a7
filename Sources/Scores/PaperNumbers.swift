import AccuracyTables
import Metrics

/// What the TE-NAS paper (Chen et al., ICLR 2021) prints, to set beside what is measured here.
public enum PaperNumbers {
  /// The data set whose test accuracy ``kendallTau`` is about.
  public static let dataset = BenchmarkDataset.cifar100

  /// Kendall's τ with test accuracy on ``dataset`` over NAS-Bench-201, by metric: figures 1 (κ_N), 3 (R_N) and 9 (their
  /// rank sum, whose best cell has the smallest).
  public static let kendallTau = [
    Kappa.description.name: -0.42, Regions.description.name: 0.50, CombinedRank.name: -0.64,
  ]
}
