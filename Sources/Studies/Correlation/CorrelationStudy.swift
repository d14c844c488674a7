import AccuracyTables
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
    /// Kendall's τ_b, and its interval; the interval is nil where τ is not defined.
    public let kendall: Correlation
    /// The 95% percentile interval of τ_b.
    public let kendallInterval: BootstrapInterval
    /// Spearman's ρ.
    public let spearman: Correlation
    /// The 95% percentile interval of ρ.
    public let spearmanInterval: BootstrapInterval
  }

  /// One row a data set and metric: `kappa`, `regions`, `combined` first.
  public let rows: [Row]
  /// Cells of the run in the population.
  public let cells: Int
  /// Cells whose κ is infinite, and cells left out for that.
  public let degenerate, dropped: Int
  /// Per data set, cells without accuracy in the table, which are left out.
  public let unknown: [BenchmarkDataset: Int]

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
  /// - Throws: ``StudyError`` if no cell is left, or accuracy is the same for all cells; `AccuracyTableError` if a data set
  ///   is not in the table.
  public init(_ file: ScoreFile, name: String, table: AccuracyTable, options: Options) throws {
    let scores = try CellScores(
      file, population: options.population, degenerate: options.degenerate, name: name)
    var (rows, unknown) = ([Row](), [BenchmarkDataset: Int]())
    for dataset in try options.datasets ?? Self.datasets(of: table) {
      let column = ColumnName(dataset)
      let accuracy = try table.values(column)
      let kept = scores.indices.indices.filter { !accuracy[scores.indices[$0]].isNaN }
      unknown[dataset] = scores.indices.count - kept.count
      let truth = kept.map { accuracy[scores.indices[$0]] }
      guard truth.count >= 2 else {
        throw StudyError(
          .badData,
          "\(name): \(truth.count) of its cells in population \(options.population.rawValue) have accuracy in \(column); correlation needs 2"
        )
      }
      guard truth.contains(where: { $0 != truth[0] }) else {
        throw StudyError(
          .badData, "\(column) is \(truth[0]) for all \(truth.count) cells of \(name): no rank correlation is defined")
      }
      rows += try Self.correlate(scores, kept: kept, truth: truth, dataset: dataset, options: options)
    }
    (self.rows, self.unknown) = (rows, unknown)
    (cells, degenerate, dropped) = (scores.indices.count, scores.degenerate, scores.dropped)
  }

  private static func datasets(of table: AccuracyTable) throws -> [BenchmarkDataset] {
    let datasets = table.datasets.filter { table.columnNames.contains(ColumnName($0)) }
    guard !datasets.isEmpty else { throw StudyError(.badData, "\(table.file ?? "the table"): has no test accuracy") }
    return datasets
  }

  private static func correlate(
    _ scores: CellScores, kept: [Int], truth: [Double], dataset: BenchmarkDataset, options: Options
  ) throws -> [Row] {
    let accuracy = try RankedColumn(truth, name: "accuracy")
    var ranked: [String: RankedColumn] = [:]
    for (metric, column) in zip(scores.metrics, scores.columns) {
      ranked[metric] = try RankedColumn(kept.map { column[$0] }, name: metric)
    }
    let names = order(scores.metrics)
    let columns = ranked
    let all = Resample(everyRowOf: kept.count)
    let statistics: @Sendable (Resample) -> [Correlation] = { resample in
      names.flatMap { name in
        let column: RankedColumn
        if name == combined {
          column = RankedColumn.rankSum(columns["kappa"]!, columns["regions"]!.reversed, in: resample)
        } else {
          column = columns[name]!
        }
        return [kendallTauB(column, accuracy, in: resample), spearmanRho(column, accuracy, in: resample)]
      }
    }
    let values = statistics(all)
    let intervals = try bootstrapIntervals(
      count: kept.count, resamples: options.resamples, seed: options.seed, threads: options.threads
    ) { statistics($0).map(\.value) }
    return names.enumerated().map { place, name in
      Row(
        dataset: dataset, population: options.population, metric: name, count: kept.count, kendall: values[2 * place],
        kendallInterval: intervals[2 * place], spearman: values[2 * place + 1],
        spearmanInterval: intervals[2 * place + 1])
    }
  }

  private static let combined = "combined"

  private static func order(_ metrics: [String]) -> [String] {
    let hasBoth = metrics.contains("kappa") && metrics.contains("regions")
    let first = ["kappa", "regions"].filter(metrics.contains) + (hasBoth ? [combined] : [])
    return first + metrics.filter { !first.contains($0) }
  }
}
