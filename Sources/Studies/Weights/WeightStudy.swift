import AccuracyTables
import Files
import Scores
import SearchSpaces
import Statistics

/// What becomes of κ and R's ranking if they are combined otherwise: weighted ranks over a grid of weights, and other rules.
///
/// Every score is turned so that higher is better: a good rule's τ is positive, whereas `correlate` prints the paper's rank
/// sum with the best cell smallest.
public struct WeightStudy: Sendable {
  /// A statistic of one rule against one data set.
  public struct Row: Sendable {
    /// The data set whose test accuracy is meant.
    public let dataset: BenchmarkDataset
    /// The rule.
    public let rule: CombinationRule
    /// Which statistic.
    public let statistic: RankStatistic
    /// P of nDCG, k of precision; nil for others.
    public let parameter: Int?
    /// Cells with score and accuracy.
    public let count: Int
    /// The statistic.
    public let estimate: Estimate
    /// The statistic less that of equal weights, paired. Of regret, negative is better.
    public let lead: Estimate
  }

  /// What is compared with accuracy, and what it is made of.
  enum Score: Hashable, Sendable {
    case kappa, regions
    case rule(CombinationRule)

    /// κ and R, for rules to be made of.
    static func joined(
      cells: [Int], of list: CellList, kappa: [Double], regions: [Double]
    ) -> JoinedScores<Score> {
      JoinedScores(
        cells: cells, of: list, [.init(.kappa, isCompared: false, kappa), .init(.regions, isCompared: false, regions)])
    }

    /// The scores of some rules.
    static func of(_ rules: [CombinationRule]) -> AgreementRule<Score> {
      AgreementRule(rules.map(Score.rule), of: [.kappa, .regions]) { inputs in
        let scores = try KappaAndRegions(kappa: inputs[0], regions: inputs[1])
        return { resample in try rules.map { try scores.combined($0, in: resample) } }
      }
    }
  }

  /// How the study was done.
  public let options: AgreementOptions
  /// The weights are 0, 1/steps, …, 1, and 1/2.
  public let steps: Int
  /// Every statistic, by data set and rule.
  public private(set) var rows: [Row] = []
  /// The best weight of each data set, chosen on one half of the cells and tested on the other.
  public private(set) var choices: [WeightChoice] = []
  /// What a reader of the numbers must know, a line each.
  public private(set) var notes: [String]

  /// Joins a run with a table and combines its κ and R.
  ///
  /// - Parameters:
  ///   - file: a run's scores.
  ///   - cells: those of the table.
  ///   - name: what errors call it.
  ///   - table: accuracies of the cells.
  ///   - steps: the weights are 0, 1/steps, …, 1, and 1/2.
  ///   - options: data sets, population, resamples.
  ///   - progress: told how far the resamples are.
  /// - Throws: ``StudyError`` if κ or R is missing or cannot be used, no cell is left, or accuracy is the same for all cells;
  ///   `FileError` if a data set is not in the table.
  public init(
    _ file: ScoreFile, of cells: CellList = .nasBench201, name: String, table: AccuracyTable, steps: Int = 20,
    options: AgreementOptions = AgreementOptions(), progress: AgreementProgress? = nil
  ) throws {
    let scores = try CellScores(
      file, of: cells, population: options.population, degenerate: options.degenerate, name: name)
    (self.options, self.steps, notes) = (options, steps, scores.notes)
    let (kappa, regions) = try Self.metrics(scores, name: name)
    var joined = Score.joined(cells: scores.indices, of: cells, kappa: kappa, regions: regions)
    for dataset in try options.datasets(in: table) {
      let unknown = try joined.join(
        accuracyOn: dataset, of: table, name: name, population: options.population)
      if unknown > 0 {
        notes.append(
          "\(unknown) of \(scores.indices.count) cells have no \(dataset) accuracy in the table, and were left out")
      }
    }
    let agreement = try Agreement(
      joined, rules: [Score.of(rules)], statistics: Self.statistics, options: options, progress: progress)
    for target in joined.targets {
      gather(target, agreement)
      if let choice = try WeightChoice(
        kappa: kappa, regions: regions, of: cells, target, steps: steps, options)
      {
        choices.append(choice)
      } else {
        notes.append(
          "\(target.name.dataset): too few cells, or no tau, in a half of the cells: no best weight is chosen")
      }
    }
  }

  /// The rules of the study, weights first.
  public var rules: [CombinationRule] {
    RankWeight.grid(steps: steps).map(CombinationRule.weighted) + CombinationRule.unweighted
  }

  /// What is measured of each.
  static let statistics: [RankStatistic] = [.kendall, .spearman, .gain, .precision, .regret1, .regret10]

  private static func metrics(_ scores: CellScores, name: String) throws -> (kappa: [Double], regions: [Double]) {
    let (kappa, regions) = try scores.kappaAndRegions(name: name)
    for (index, value) in zip(scores.indices, kappa) where !(value > 0) {
      throw StudyError(.badData, "\(name): cell \(index): kappa is \(CSV.number(value)); it must be positive")
    }
    for (index, value) in zip(scores.indices, regions) where !value.isFinite {
      throw StudyError(.badData, "\(name): cell \(index): regions is \(CSV.number(value)); it must be finite")
    }
    return (kappa, regions)
  }

  private mutating func gather(
    _ target: JoinedScores<Score>.Target, _ agreement: Agreement<Score>
  ) {
    let count = target.complete.count
    for rule in rules {
      rows += Self.statistics.map { statistic in
        Row(
          dataset: target.name.dataset, rule: rule, statistic: statistic,
          parameter: options.parameter(of: statistic, cells: count), count: count,
          estimate: agreement[.rule(rule), statistic, target.name]!,
          lead: agreement.difference(
            .rule(rule), less: .rule(.weighted(.equal)), statistic, target.name)!)
      }
    }
  }
}
