import AccuracyTables
import SearchSpaces
import Statistics

/// What ranks cells in a comparison.
public enum Ranking: Hashable, Sendable, CustomStringConvertible {
  /// Each cell by the rule that was chosen without its fold.
  case heldOut
  /// The same, with the rules of a given number of terms.
  case heldOutTerms(Int)
  /// The rule chosen on all cells, on these.
  case final
  /// A rule that was fixed before these accuracies were looked at, or is taken to be.
  case fixed
  /// A named rule.
  case rival(String)
  /// A metric, for rules.
  case metric(String)

  /// What tables call it.
  public var description: String {
    switch self {
    case .heldOut: "held-out"
    case .heldOutTerms(let count): "held-out-\(count)"
    case .final: "chosen-here"
    case .fixed: "fixed"
    case .rival(let name): name
    case .metric(let name): name
    }
  }
}

/// How a ranking agrees with a data set's accuracies among a population's cells.
public struct RankingRow: Sendable {
  /// What ranks.
  public let ranking: Ranking
  /// What it is compared with.
  public let dataset: BenchmarkDataset
  /// The cells.
  public let population: NASBench201.Population
  /// How many.
  public let count: Int
  /// τ, ρ, nDCG and regret of the first ten.
  public let kendall, spearman, gain, regret: Estimate
  /// τ of the first ranking of the comparison less that of this one, in the same resamples; nil for the first.
  public let advantage: Estimate?
}
