import AccuracyTables
import Metrics
import Scores
import SearchSpaces
import Statistics

/// Rank correlation of a run's metrics with test accuracy, with bootstrap intervals.
public struct CorrelationStudy: Sendable {
  /// One metric against one data set.
  public struct Row: Sendable {
    /// The data set whose test accuracy is meant.
    public let dataset: BenchmarkDataset
    /// The population the cells were taken from.
    public let population: NASBench201.Population
    /// A column of the run, or `combined`.
    public let metric: String
    /// Cells with score and accuracy.
    public let count: Int
    /// Which scores are good; nil for a column that is no metric of this program.
    public let direction: MetricDescription.Direction?
    /// Kendall's τ_b with the scores as they are, not defined where the metric is the same for all cells.
    public let kendall: Estimate
    /// Spearman's ρ; defined exactly where τ_b is.
    public let spearman: Estimate

    /// ``kendall`` and ``spearman`` of the scores turned so that higher is better: positive for a good metric.
    public var merit: (kendall: Estimate, spearman: Estimate) {
      direction == .lowerIsBetter ? (kendall.negated, spearman.negated) : (kendall, spearman)
    }
  }

  /// One row a data set and metric: `kappa`, `regions`, `combined` first.
  public let rows: [Row]
  /// The space of the cells.
  public let space: SearchSpace
  /// The run's cells in the population, those left out aside.
  public let cells: Int
  /// Cells whose κ is infinite in some repeat.
  public let degenerate: Int
  /// Cells left out because they have fewer repeats than others, as in a run that is not finished.
  public let incomplete: Int
  /// Cells left out because a score of theirs could not be computed.
  public let failed: Int
  /// Per data set, cells without accuracy in the table, which are left out.
  public let unknown: [BenchmarkDataset: Int]
  /// What became of the run's other cells.
  let scoreNotes: [String]

  /// Joins scores with a table and correlates.
  ///
  /// The combined metric is rank(κ) + rank(R), the best cell having the smallest sum, so that its τ is negative (TE-NAS,
  /// figure 9); it is ranked anew in every resample.
  ///
  /// - Parameters:
  ///   - file: a run's scores.
  ///   - name: what errors call it.
  ///   - table: accuracy in the benchmark's index order.
  ///   - wanted: the metrics to correlate, `combined` among them; nil for every one of the run. A cell that lacks a score of any metric is
  ///     left out either way, so that a number does not depend on what else is asked for.
  ///   - rules: sums of ranked metrics by name, compared like metrics; ranked anew in every resample.
  ///   - options: data sets, population, resamples.
  ///   - progress: told how far the resamples are.
  /// - Throws: ``StudyError`` if a rule's metric is not there, no cell is left, or accuracy is the same for all cells; `FileError` if a data set
  ///   is not in the table.
  public init(
    _ file: ScoreFile, name: String, table: AccuracyTable, metrics wanted: Set<String>? = nil,
    rules named: [(name: String, rule: Rule)] = [], options: AgreementOptions, progress: AgreementProgress? = nil
  ) throws {
    let scores = try CellScores(
      file, of: try CellList(of: table), population: options.population, degenerate: options.degenerate, name: name)
    func isWanted(_ metric: String) -> Bool { wanted.map { $0.contains(metric) } ?? true }
    var joined = JoinedScores(
      cells: scores.indices, of: scores.cells,
      zip(scores.metrics, scores.columns).map { .init($0, isCompared: isWanted($0), $1) })
    var unknown: [BenchmarkDataset: Int] = [:]
    for dataset in try options.datasets(in: table) {
      unknown[dataset] = try joined.join(
        accuracyOn: dataset, of: table, name: name, population: options.population)
    }
    var (metrics, rules) = (scores.metrics, [AgreementRule<String>]())
    var directions = Dictionary(
      metrics.compactMap { name in MetricTable.entry(named: name).map { (name, $0.description.direction) } }
    ) { first, _ in first }
    directions[CombinedRank.name] = .lowerIsBetter
    if isWanted(CombinedRank.name), CombinedRank.parts.allSatisfy(metrics.contains) {
      metrics.insert(CombinedRank.name, at: metrics.firstIndex(of: Regions.description.name)! + 1)
      rules = [.combined(CombinedRank.name, kappa: Kappa.description.name, regions: Regions.description.name)]
    }
    metrics.removeAll { !isWanted($0) }
    for (name, rule) in named {
      try rule.require(scores.metrics)
      rules.append(rule.agreement(named: name))
      metrics.append(name)
      directions[name] = .higherIsBetter
    }
    let agreement = try Agreement(joined, rules: rules, options: options, progress: progress)
    rows = joined.targets.flatMap { target in
      metrics.map { metric in
        Row(
          dataset: target.name.dataset, population: options.population, metric: metric, count: target.complete.count,
          direction: directions[metric], kendall: agreement[metric, .kendall, target.name]!,
          spearman: agreement[metric, .spearman, target.name]!)
      }
    }
    self.unknown = unknown
    space = scores.cells.space
    (cells, incomplete, failed) = (scores.indices.count, scores.incomplete, scores.failed)
    (degenerate, scoreNotes) = (scores.degenerate, scores.notes)
  }
}
