import AccuracyTables
import Metrics
import Scores
import SearchSpaces
import Statistics

/// How well scores from anywhere rank cells by accuracy: one metric or several, over all cells and where it is hard.
///
/// Every score is turned so that higher is better, so that a good metric's correlations are positive whichever way it points.
/// Comparisons are among the cells of the population that have accuracy and every metric's score; the others are in
/// ``missing``.
public struct ValidationStudy: Sendable {
  /// A statistic of one metric.
  public struct Row: Sendable {
    /// The data set whose test accuracy is meant.
    public let dataset: BenchmarkDataset
    /// The cells.
    public let slice: ValidationSlice
    /// The metric.
    public let metric: String
    /// Which statistic.
    public let statistic: ValidationStatistic
    /// P of nDCG, k of precision; nil for others.
    public let parameter: Int?
    /// The number of cells.
    public let count: Int
    /// The statistic; nil where it is not defined.
    public let value: Double?
    /// Its 95% percentile interval.
    public let interval: BootstrapInterval
  }

  /// Two metrics of one data set's cells beside each other.
  public struct Pair: Sendable {
    /// The data set.
    public let dataset: BenchmarkDataset
    /// The two metrics.
    public let first, second: String
    /// The number of cells.
    public let count: Int
    /// τ_b and ρ between the two; nil where a score is constant.
    public let kendall, spearman: Double?
    /// τ_b of the first with accuracy less that of the second, and its paired 95% interval.
    public let difference: Double?
    /// The paired 95% interval of ``difference``.
    public let interval: BootstrapInterval
    /// τ_b of the two metrics' rank sum with accuracy.
    public let sum: Double?
  }

  /// What a metric adds to all others in a rank sum.
  public struct Addition: Sendable {
    /// The data set.
    public let dataset: BenchmarkDataset
    /// The metric.
    public let metric: String
    /// τ_b of the rank sum of all metrics, and of all but this one.
    public let all, without: Double?
    /// The paired 95% interval of ``all`` less ``without``.
    public let interval: BootstrapInterval
  }

  /// A cell of the population that was left out for a data set, and what it lacks.
  public struct MissingCell: Sendable {
    /// The data set.
    public let dataset: BenchmarkDataset
    /// The cell's index.
    public let index: Int
    /// Metrics without a score, or `test_accuracy`.
    public let lacks: [String]
  }

  /// How the study is done.
  public struct Options: Sendable {
    /// The data sets; nil for every one in the table that has test accuracy.
    public var datasets: [BenchmarkDataset]?
    /// Which cells count.
    public var population: NASBench201.Population
    /// The metrics; nil for all.
    public var metrics: [String]?
    /// Which scores are good, where it is given; it wins over what a metric says of itself.
    public var directions: [String: MetricDescription.Direction]
    /// P of nDCG.
    public var gainRanks: Int
    /// k of precision; nil for a tenth of the cells.
    public var top: Int?
    /// Bootstrap resamples.
    public var resamples: Int
    /// The seed of the resamples.
    public var seed: UInt64
    /// Threads for the resamples; the result does not depend on it.
    public var threads: Int

    /// Makes options.
    public init(
      datasets: [BenchmarkDataset]? = nil, population: NASBench201.Population = .all, metrics: [String]? = nil,
      directions: [String: MetricDescription.Direction] = [:], gainRanks: Int = 1000, top: Int? = nil,
      resamples: Int = 1000, seed: UInt64 = 0, threads: Int = 1
    ) {
      (self.datasets, self.population, self.metrics, self.directions) = (datasets, population, metrics, directions)
      (self.gainRanks, self.top, self.resamples) = (gainRanks, top, resamples)
      (self.seed, self.threads) = (seed, threads)
    }
  }

  /// How the study was done.
  public let options: Options
  /// Every statistic, by data set, slice, metric.
  public private(set) var rows: [Row] = []
  /// Every two metrics.
  public private(set) var pairs: [Pair] = []
  /// What each metric adds; empty for a single one.
  public private(set) var additions: [Addition] = []
  /// Agreement of accuracy with itself.
  public private(set) var ceilings: [NoiseCeiling] = []
  /// Cells of the population that were left out.
  public private(set) var missing: [MissingCell] = []
  /// Which scores were taken to be good, by metric.
  public private(set) var directions: [String: MetricDescription.Direction] = [:]
  /// What a reader of the numbers must know, a line each.
  public private(set) var notes: [String]
  /// Metrics whose direction was detected, by what was found.
  private var detected: [String: [String]] = [:]

  /// Validates scores against a table.
  ///
  /// - Parameters:
  ///   - scores: the metrics.
  ///   - table: accuracy in the benchmark's index order.
  ///   - secondTable: another training of the same cells, for the noise ceiling.
  ///   - options: data sets, population, metrics, resamples.
  /// - Throws: ``StudyError`` if a metric is not there, or fewer than two cells have all scores and accuracy;
  ///   `FileError` if a data set is not in the table.
  public init(
    _ scores: ScoreTable, table: AccuracyTable, secondTable: AccuracyTable? = nil, options: Options = Options()
  ) throws {
    (self.options, notes) = (options, scores.notes)
    let columns = try Self.chosen(scores, options)
    for dataset in try options.datasets ?? CorrelationStudy.datasets(of: table) {
      let columns = columns.filter { $0.dataset == nil || $0.dataset == dataset }
      guard !columns.isEmpty else {
        notes.append("\(dataset): no score is for this data set")
        continue
      }
      try validate(columns, dataset: dataset, table: table, secondTable: secondTable)
    }
    notes += detected.sorted { $0.key < $1.key }.map { finding, metrics in
      "detected, as \(finding), for \(metrics.joined(separator: ", ")); --direction NAME=higher or NAME=lower says it "
        + "without looking at accuracy"
    }
    let guesses = Set(detected.values.joined())
    notes += rows.compactMap { row in
      guard row.slice == .all, row.statistic == .kendall, guesses.contains(row.metric) else { return nil }
      guard row.interval.bounds?.contains(0) ?? true else { return nil }
      return "\(row.dataset), \(row.metric): the interval of tau includes 0, so the detected direction is a guess"
    }
    guard !rows.isEmpty else {
      throw StudyError(.badData, "no score is for a data set of the table; see --dataset")
    }
  }

  private static func chosen(_ scores: ScoreTable, _ options: Options) throws -> [ScoreColumn] {
    let known = Set(scores.columns.map(\.name))
    for name in (options.metrics ?? []) + options.directions.keys.sorted() where !known.contains(name) {
      throw StudyError(
        .usage, "there are no scores called '\(name)'; there are \(known.sorted().joined(separator: ", "))")
    }
    guard let metrics = options.metrics else { return scores.columns }
    return metrics.flatMap { name in scores.columns.filter { $0.name == name } }
  }
}

// MARK: one data set

extension ValidationStudy {
  private mutating func validate(
    _ columns: [ScoreColumn], dataset: BenchmarkDataset, table: AccuracyTable, secondTable: AccuracyTable?
  ) throws {
    let accuracy = try table.values(ColumnName(dataset))
    let cells = try complete(columns, accuracy: accuracy, dataset: dataset)
    let scores = try columns.map { column in
      try direction(of: column, cells: cells, accuracy: accuracy, dataset: dataset) == .lowerIsBetter
        ? column.values.map(-) : column.values
    }
    let seeds = try NoiseCeiling.seeds(of: table, dataset: dataset)
    var other: [([Double], [Double])] = []
    if let secondTable {
      if secondTable.columnNames.contains(ColumnName(dataset)) {
        other = [(accuracy, try secondTable.values(ColumnName(dataset)))]
      } else {
        notes.append("\(dataset): the second table has no test accuracy, so there is no noise ceiling from it")
      }
    }
    for slice in ValidationSlice.every {
      let members = slice.select(cells, accuracy: accuracy)
      if case .population = slice, members.count == cells.count { continue }
      guard members.count >= 2 else {
        notes.append("\(dataset), \(slice): \(members.count) cells; correlation needs 2, so there is no row")
        continue
      }
      try evaluate(slice, members, names: columns.map(\.name), scores: scores, accuracy: accuracy, dataset: dataset)
      for (source, trainings) in [(NoiseCeiling.Source.seeds, seeds), (.secondTable, other)] {
        let ceiling = try NoiseCeiling(
          dataset: dataset, slice: slice, source: source, pairs: trainings, cells: members, options: options)
        if let ceiling { ceilings.append(ceiling) }
      }
    }
  }

  /// The cells of the population with accuracy and every score; the others are noted.
  private mutating func complete(
    _ columns: [ScoreColumn], accuracy: [Double], dataset: BenchmarkDataset
  ) throws -> [Int] {
    let population = NASBench201.population(options.population)
    var cells: [Int] = []
    for index in population {
      var lacks = columns.filter { $0.values[index].isNaN }.map(\.name)
      if accuracy[index].isNaN { lacks.append("test_accuracy") }
      if lacks.isEmpty {
        cells.append(index)
      } else {
        missing.append(MissingCell(dataset: dataset, index: index, lacks: lacks))
      }
    }
    let among = "\(population.count) cells of population \(options.population.rawValue)"
    guard cells.count >= 2 else {
      throw StudyError(
        .badData,
        "\(dataset): \(cells.count) of \(among) have accuracy and a score by every metric; correlation needs 2")
    }
    if cells.count < population.count {
      notes.append(
        "\(dataset): \(population.count - cells.count) of \(among) lack a score or accuracy, and were left out")
    }
    for column in columns {
      let infinite = cells.count { column.values[$0].isInfinite }
      if infinite > 0 {
        notes.append("\(dataset), \(column.name): \(infinite) scores are infinite; they rank at their end")
      }
    }
    return cells
  }

  /// Which scores are good: as given, as the metric says, or as the sign of τ with accuracy says.
  private mutating func direction(
    of column: ScoreColumn, cells: [Int], accuracy: [Double], dataset: BenchmarkDataset
  ) throws -> MetricDescription.Direction {
    if let known = directions[column.name] { return known }
    var direction = options.directions[column.name] ?? column.direction
    if direction == nil {
      let tau = try kendallTauB(cells.map { column.values[$0] }, cells.map { accuracy[$0] }).value
      direction = (tau ?? 0) < 0 ? .lowerIsBetter : .higherIsBetter
      let sign = tau.map { $0 < 0 ? "negative" : "positive" } ?? "not defined"
      detected["its tau with \(dataset) accuracy is \(sign): \(direction!.rawValue) is better", default: []]
        .append(column.name)
    }
    directions[column.name] = direction
    return direction!
  }

  private mutating func evaluate(
    _ slice: ValidationSlice, _ cells: [Int], names: [String], scores: [[Double]], accuracy: [Double],
    dataset: BenchmarkDataset
  ) throws {
    let metrics = try SliceMetrics(
      cells: cells, scores: scores, accuracy: accuracy, options: options, addsRanks: slice == .all)
    let values = metrics.statistics(Resample(everyRowOf: cells.count))
    let samples = try BootstrapSamples(
      count: cells.count, resamples: options.resamples, seed: options.seed, threads: options.threads
    ) { metrics.statistics($0) }
    let kinds = ValidationStatistic.allCases
    let parameters: [ValidationStatistic: Int] = [
      .gain: min(options.gainRanks, cells.count), .precision: SliceMetrics.top(options, count: cells.count),
    ]
    for (place, name) in names.enumerated() {
      for (offset, statistic) in kinds.enumerated() {
        let column = place * kinds.count + offset
        rows.append(
          Row(
            dataset: dataset, slice: slice, metric: name, statistic: statistic, parameter: parameters[statistic],
            count: cells.count, value: values[column], interval: samples.interval(column)))
      }
    }
    guard slice == .all, names.count > 1 else { return }
    func less(_ first: Int, _ second: Int) -> Double? {
      values[first].flatMap { first in values[second].map { first - $0 } }
    }
    pairs += metrics.pairwise().map { pair in
      let (first, second) = (pair.first * kinds.count, pair.second * kinds.count)
      return Pair(
        dataset: dataset, first: names[pair.first], second: names[pair.second], count: cells.count,
        kendall: pair.kendall, spearman: pair.spearman, difference: less(first, second),
        interval: samples.difference(first, second), sum: pair.sum)
    }
    let all = names.count * kinds.count
    additions += names.enumerated().map { place, name in
      Addition(
        dataset: dataset, metric: name, all: values[all], without: values[all + 1 + place],
        interval: samples.difference(all, all + 1 + place))
    }
  }
}
