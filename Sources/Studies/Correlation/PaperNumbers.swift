import AccuracyTables

/// What the TE-NAS paper prints, to set beside what is measured here.
public enum PaperNumbers {
  /// Kendall's τ with CIFAR-100 test accuracy on NAS-Bench-201: figures 1 (κ_N), 3 (R_N) and 9 (their rank sum).
  public static func kendallTau(dataset: BenchmarkDataset, metric: String) -> Double? {
    guard dataset == .cifar100 else { return nil }
    return ["kappa": -0.42, "regions": 0.50, "combined": -0.64][metric]
  }
}
