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
    public let statistic: ValidationStatistic
    /// P of nDCG, k of precision; nil for others.
    public let parameter: Int?
    /// Cells with score and accuracy.
    public let count: Int
    /// The statistic; nil where it is not defined.
    public let value: Double?
    /// Its 95% percentile interval.
    public let interval: BootstrapInterval
    /// The statistic less that of equal weights; nil where one is not defined. Of regret, negative is better.
    public let lead: Double?
    /// The paired 95% interval of ``lead``.
    public let leadInterval: BootstrapInterval
  }

  /// How the study is done.
  public struct Options: Sendable {
    /// The data sets; nil for every one in the table that has test accuracy.
    public var datasets: [BenchmarkDataset]?
    /// Which cells count.
    public var population: NASBench201.Population
    /// What becomes of infinite κ.
    public var degenerate: DegeneratePolicy
    /// The weights are 0, 1/steps, …, 1, and 1/2.
    public var steps: Int
    /// P of nDCG.
    public var gainRanks: Int
    /// k of precision; nil for a tenth of the cells.
    public var top: Int?
    /// Bootstrap resamples.
    public var resamples: Int
    /// The seed of the resamples and of the halves.
    public var seed: UInt64
    /// Threads for the resamples; the result does not depend on it.
    public var threads: Int

    /// Makes options.
    public init(
      datasets: [BenchmarkDataset]? = nil, population: NASBench201.Population = .all,
      degenerate: DegeneratePolicy = .inf, steps: Int = 20, gainRanks: Int = 1000, top: Int? = nil,
      resamples: Int = 1000, seed: UInt64 = 0, threads: Int = 1
    ) {
      (self.datasets, self.population, self.degenerate, self.steps) = (datasets, population, degenerate, steps)
      (self.gainRanks, self.top, self.resamples) = (gainRanks, top, resamples)
      (self.seed, self.threads) = (seed, threads)
    }
  }

  /// How the study was done.
  public let options: Options
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
  ///   - name: what errors call it.
  ///   - table: accuracy in the benchmark's index order.
  ///   - options: data sets, population, weights, resamples.
  /// - Throws: ``StudyError`` if κ or R is missing or cannot be used, no cell is left, or accuracy is the same for all cells;
  ///   `FileError` if a data set is not in the table.
  public init(_ file: ScoreFile, name: String, table: AccuracyTable, options: Options = Options()) throws {
    let scores = try CellScores(file, population: options.population, degenerate: options.degenerate, name: name)
    (self.options, notes) = (options, scores.notes)
    let (kappa, regions) = try Self.metrics(scores, name: name)
    // Data sets that know the same cells share resamples and what is ranked in them.
    var groups: [(kept: [Int], datasets: [BenchmarkDataset], accuracy: [[Double]])] = []
    for dataset in try options.datasets ?? CorrelationStudy.datasets(of: table) {
      let accuracy = try table.values(ColumnName(dataset))
      let kept = scores.indices.indices.filter { !accuracy[scores.indices[$0]].isNaN }
      if kept.count < scores.indices.count {
        notes.append(
          "\(scores.indices.count - kept.count) of \(scores.indices.count) cells have no \(dataset) accuracy in the table, "
            + "and were left out")
      }
      let truth = kept.map { accuracy[scores.indices[$0]] }
      try CorrelationStudy.check(truth, dataset: dataset, table: table, name: name, population: options.population)
      if let place = groups.firstIndex(where: { $0.kept == kept }) {
        groups[place].datasets.append(dataset)
        groups[place].accuracy.append(truth)
      } else {
        groups.append((kept, [dataset], [truth]))
      }
    }
    for group in groups {
      let metrics = (group.kept.map { kappa[$0] }, group.kept.map { regions[$0] })
      try evaluate(metrics, accuracy: group.accuracy, datasets: group.datasets)
      for (dataset, accuracy) in zip(group.datasets, group.accuracy) {
        if let choice = try WeightChoice(kappa: metrics.0, regions: metrics.1, accuracy, dataset, options) {
          choices.append(choice)
        } else {
          notes.append("\(dataset): too few cells, or no tau, in a half of the cells: no best weight is chosen")
        }
      }
    }
  }

  /// The rules of the study, weights first.
  public var rules: [CombinationRule] {
    RankWeight.grid(steps: options.steps).map(CombinationRule.weighted) + CombinationRule.unweighted
  }

  private static func metrics(_ scores: CellScores, name: String) throws -> (kappa: [Double], regions: [Double]) {
    guard let kappa = scores.metrics.firstIndex(of: "kappa"), let regions = scores.metrics.firstIndex(of: "regions")
    else {
      if scores.indices.isEmpty { return ([], []) }
      throw StudyError(.badData, "\(name): kappa and regions are needed; score with --metrics kappa,regions")
    }
    for (index, value) in zip(scores.indices, scores.columns[kappa]) where !(value > 0) {
      throw StudyError(.badData, "\(name): cell \(index): kappa is \(CSV.number(value)); it must be positive")
    }
    for (index, value) in zip(scores.indices, scores.columns[regions]) where !value.isFinite {
      throw StudyError(.badData, "\(name): cell \(index): regions is \(CSV.number(value)); it must be finite")
    }
    return (scores.columns[kappa], scores.columns[regions])
  }

  private mutating func evaluate(
    _ metrics: (kappa: [Double], regions: [Double]), accuracy: [[Double]], datasets: [BenchmarkDataset]
  ) throws {
    let scores = try KappaAndRegions(kappa: metrics.kappa, regions: metrics.regions)
    let truths = try accuracy.map { try RuleStatistics(accuracy: $0, gainRanks: options.gainRanks, top: options.top) }
    let (rules, kinds, count) = (rules, RuleStatistics.kinds, metrics.kappa.count)
    @Sendable func statistics(_ resample: Resample) throws -> [Double?] {
      try rules.flatMap { rule in
        let combined = try scores.combined(rule, in: resample)
        return truths.flatMap { $0.values(of: combined, in: resample) }
      }
    }
    let values = try statistics(Resample(everyRowOf: count))
    let samples = try BootstrapSamples(
      count: count, resamples: options.resamples, seed: options.seed, threads: options.threads,
      statistics: statistics)
    let equal = rules.firstIndex(of: .weighted(.equal))!
    for (set, dataset) in datasets.enumerated() {
      for (place, rule) in rules.enumerated() {
        for (offset, statistic) in kinds.enumerated() {
          let column = (place * datasets.count + set) * kinds.count + offset
          let reference = (equal * datasets.count + set) * kinds.count + offset
          rows.append(
            Row(
              dataset: dataset, rule: rule, statistic: statistic, parameter: truths[set].parameter(of: statistic),
              count: count, value: values[column], interval: samples.interval(column),
              lead: values[column].flatMap { value in values[reference].map { value - $0 } },
              leadInterval: samples.difference(column, reference)))
        }
      }
    }
  }
}
