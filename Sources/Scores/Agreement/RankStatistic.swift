/// A number that says how well scores rank the cells.
public enum RankStatistic: String, CaseIterable, Sendable {
  /// Kendall's τ_b.
  case kendall = "kendall_tau"
  /// Spearman's ρ.
  case spearman = "spearman_rho"
  /// The weighted τ, in which the best cells count most.
  case weighted = "weighted_tau"
  /// Pearson's correlation of average ranks, which is ρ by definition and printed for those who look for it by that name.
  case pearsonOfRanks = "pearson_of_ranks"
  /// The partial rank correlation given parameters and FLOPs.
  case partial = "partial_rank_correlation"
  /// nDCG with gain 2^accuracy − 1 over the first P ranks.
  case gain = "ndcg"
  /// Precision at k.
  case precision = "precision"
  /// The best accuracy less that of the top-ranked cell, in percent.
  case regret1 = "regret_1"
  /// The best accuracy less the best among the ten top-ranked cells, in percent.
  case regret10 = "regret_10"
}
