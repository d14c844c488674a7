import AccuracyTables
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
    /// Kendall's τ_b, or why it is not defined.
    public let kendall: Correlation
    /// The 95% percentile interval of τ_b, over the resamples in which it is defined.
    public let kendallInterval: BootstrapInterval
    /// Spearman's ρ; defined exactly where τ_b is.
    public let spearman: Correlation
    /// The 95% percentile interval of ρ, over the resamples in which it is defined.
    public let spearmanInterval: BootstrapInterval
  }

  /// One row a data set and metric: `kappa`, `regions`, `combined` first.
  public let rows: [Row]
  /// The run's cells in the population, those left out aside.
  public let cells: Int
  /// Cells whose κ is infinite in some repeat.
  public let degenerate: Int
  /// What became of them.
  public let degeneratePolicy: DegeneratePolicy
  /// Cells left out because they have fewer repeats than others, as in a run that is not finished.
  public let incomplete: Int
  /// Cells left out because a score of theirs could not be computed.
  public let failed: Int
  /// Per data set, cells without accuracy in the table, which are left out.
  public let unknown: [BenchmarkDataset: Int]
  /// What became of the run's other cells.
  let scoreNotes: [String]

  /// How the study is done.
  public struct Options: Sendable {
    /// The data sets; nil for every one in the table that has test accuracy.
    public var datasets: [BenchmarkDataset]?
    /// Which cells count.
    public var population: NASBench201.Population
    /// What becomes of infinite κ.
    public var degenerate: DegeneratePolicy
    /// Bootstrap resamples.
    public var resamples: Int
    /// The seed of the resamples.
    public var seed: UInt64
    /// Threads for the resamples; the result does not depend on it.
    public var threads: Int

    /// Makes options.
    public init(
      datasets: [BenchmarkDataset]? = nil, population: NASBench201.Population = .all,
      degenerate: DegeneratePolicy = .inf, resamples: Int = 1000, seed: UInt64 = 0, threads: Int = 1
    ) {
      (self.datasets, self.population, self.degenerate) = (datasets, population, degenerate)
      (self.resamples, self.seed, self.threads) = (resamples, seed, threads)
    }
  }

  /// Joins scores with a table and correlates.
  ///
  /// The combined metric is rank(κ) + rank(R), the best cell having the smallest sum, so that its τ is negative (TE-NAS,
  /// figure 9); it is ranked anew in every resample.
  ///
  /// - Parameters:
  ///   - file: a run's scores.
  ///   - name: what errors call it.
  ///   - table: accuracy in the benchmark's index order.
  ///   - options: data sets, population, resamples.
  /// - Throws: ``StudyError`` if no cell is left, or accuracy is the same for all cells; `FileError` if a data set
  ///   is not in the table.
  public init(_ file: ScoreFile, name: String, table: AccuracyTable, options: Options) throws {
    let scores = try CellScores(
      file, population: options.population, degenerate: options.degenerate, name: name)
    var (rows, unknown) = ([Row](), [BenchmarkDataset: Int]())
    for dataset in try options.datasets ?? Self.datasets(of: table) {
      let accuracy = try table.values(ColumnName(dataset))
      let kept = scores.indices.indices.filter { !accuracy[scores.indices[$0]].isNaN }
      unknown[dataset] = scores.indices.count - kept.count
      let truth = kept.map { accuracy[scores.indices[$0]] }
      try Self.check(truth, dataset: dataset, table: table, name: name, population: options.population)
      rows += try Self.correlate(scores, kept: kept, truth: truth, dataset: dataset, options: options)
    }
    (self.rows, self.unknown) = (rows, unknown)
    (cells, incomplete, failed) = (scores.indices.count, scores.incomplete, scores.failed)
    (degenerate, degeneratePolicy, scoreNotes) = (scores.degenerate, options.degenerate, scores.notes)
  }

  /// Throws unless accuracies can be correlated with something.
  static func check(
    _ truth: [Double], dataset: BenchmarkDataset, table: AccuracyTable, name: String, population: NASBench201.Population
  ) throws {
    let column = "\(table.file.map { "\($0): " } ?? "")\(ColumnName(dataset))"
    guard truth.count >= 2 else {
      let among = population == .all ? "" : " in population \(population.rawValue)"
      throw StudyError(
        .badData, "\(column) is known for \(truth.count) of the cells of \(name)\(among); correlation needs 2")
    }
    guard truth.contains(where: { $0 != truth[0] }) else {
      throw StudyError(
        .badData, "\(column) is \(truth[0]) for all \(truth.count) cells of \(name); correlation needs it to vary")
    }
  }

  /// The data sets of a table that have test accuracy.
  static func datasets(of table: AccuracyTable) throws -> [BenchmarkDataset] {
    let datasets = table.datasets.filter { table.columnNames.contains(ColumnName($0)) }
    guard !datasets.isEmpty else { throw StudyError(.badData, "\(table.file ?? "the table"): has no test accuracy") }
    return datasets
  }

  private static func correlate(
    _ scores: CellScores, kept: [Int], truth: [Double], dataset: BenchmarkDataset, options: Options
  ) throws -> [Row] {
    let columns = try MetricColumns(scores, kept: kept)
    let accuracy = try RankedColumn(truth, name: "accuracy")
    let values = columns.correlations(with: accuracy, in: Resample(everyRowOf: kept.count))
    let intervals = try bootstrapIntervals(
      count: kept.count, resamples: options.resamples, seed: options.seed, threads: options.threads
    ) { columns.correlations(with: accuracy, in: $0).map(\.value) }
    return columns.names.enumerated().map { place, name in
      Row(
        dataset: dataset, population: options.population, metric: name, count: kept.count, kendall: values[2 * place],
        kendallInterval: intervals[2 * place], spearman: values[2 * place + 1],
        spearmanInterval: intervals[2 * place + 1])
    }
  }
}

/// The metrics of a run and their combination, ranked once.
private struct MetricColumns: Sendable {
  private enum Column: Sendable {
    case ranked(RankedColumn)
    /// The sum of the ranks of κ ascending and of R descending, both taken within the resample at hand.
    case rankSum(kappa: RankedColumn, reversedRegions: RankedColumn)
  }

  /// `kappa`, `regions`, `combined` first, as far as they are there.
  let names: [String]
  private let columns: [Column]

  init(_ scores: CellScores, kept: [Int]) throws {
    var ranked: [String: RankedColumn] = [:]
    for (metric, column) in zip(scores.metrics, scores.columns) {
      ranked[metric] = try RankedColumn(kept.map { column[$0] }, name: metric)
    }
    var columns: [(String, Column)] = scores.metrics.map { ($0, .ranked(ranked[$0]!)) }
    if let kappa = ranked["kappa"], let regions = ranked["regions"] {
      columns.insert(("combined", .rankSum(kappa: kappa, reversedRegions: regions.reversed)), at: 2)
    }
    (names, self.columns) = (columns.map(\.0), columns.map(\.1))
  }

  /// τ_b and ρ of each column in turn.
  func correlations(with accuracy: RankedColumn, in resample: Resample) -> [Correlation] {
    columns.flatMap { column in
      let ranks =
        switch column {
        case .ranked(let ranked): ranked
        case .rankSum(let kappa, let regions): RankedColumn.rankSum(kappa, regions, in: resample)
        }
      return [kendallTauB(ranks, accuracy, in: resample), spearmanRho(ranks, accuracy, in: resample)]
    }
  }
}
