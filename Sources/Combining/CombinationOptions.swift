import AccuracyTables
import Scores
import SearchSpaces

/// What rules are searched for, on which cells, and how the one found is judged.
public struct CombinationOptions: Sendable {
  /// How τ on several data sets becomes one number.
  public enum Objective: String, Sendable, CaseIterable, Codable {
    /// The smallest.
    case worst
    /// The arithmetic mean.
    case mean
  }

  /// The cells that a rule is chosen on.
  public var population = NASBench201.Population.live
  /// The data sets that a rule is chosen on; nil for all that are judged.
  public var chosenOn: [BenchmarkDataset]?
  /// How their τ become one number.
  public var objective = Objective.worst
  /// The most terms of a rule.
  public var terms = 6
  /// What a term makes of a rank.
  public var forms: [Rule.Term.Form] = [.log, .penalty]
  /// The weights a term may get.
  public var weights = [0.5, 1, 2]
  /// Outer and inner folds of the cross-validation.
  public var folds = 5, innerFolds = 3
  /// How many rules of a size are extended by one more term.
  public var beam = 6
  /// The most cells that a rule is chosen on; nil for all of the training folds.
  public var cells: Int?
  /// Populations that the rules are judged on.
  public var judged: [NASBench201.Population] = [.live, .all]
  /// Named rules that it is compared with.
  public var rivals = Rule.published.map(\.name)
  /// Data sets, resamples, seed and threads.
  public var agreement = AgreementOptions()

  /// The defaults: sums of up to six log ranks, whole or of the worse half, chosen on live cells for the worst data set.
  public init() {}
}
