import AccuracyTables
import Files
import Metrics
import Reports
import Scores
import SearchSpaces
import Statistics

/// The literature's metrics as scored here beside what papers print of them, and beside other people's columns of scores.
public struct LiteratureReproduction: Sendable {
  /// A published row and what was measured here on one data set.
  public struct Row: Sendable {
    /// What the paper calls it, and the metric or rule here.
    public let method, metric: String
    /// The data set.
    public let dataset: BenchmarkDataset
    /// The cells.
    public let population: NASBench201.Population
    /// How many there were here.
    public let count: Int
    /// τ, ρ and nDCG as published.
    public let published: (kendall: Double, spearman: Double?, gain: Double?)
    /// The same here.
    public let kendall, spearman, gain: Estimate
    /// Where it is printed.
    public let source: String
  }

  /// A metric here beside the same metric in somebody else's file.
  public struct Likeness: Sendable {
    /// The metric here, the column there, and the file.
    public let metric, column, file: String
    /// Cells that both score.
    public let count: Int
    /// ρ between the two.
    public let spearman: Double?
  }

  /// The published rows that the run has the metrics for.
  public let rows: [Row]
  /// Other people's columns.
  public let likenesses: [Likeness]
  /// Published rows without a metric in the run, and the metrics that they lack, a line each.
  public let notes: [String]

  /// Compares a run with the literature.
  ///
  /// - Parameters:
  ///   - scores: the run, averaged over repeats.
  ///   - table: accuracies.
  ///   - files: other people's scores, as ``ScoreTable`` reads them.
  ///   - options: data sets, resamples.
  /// - Throws: ``StudyError``, `FileError`.
  public init(_ scores: CellScores, table: AccuracyTable, files: [String], options: AgreementOptions) throws {
    var joined = JoinedScores(scores)
    let datasets = try options.datasets(in: table)
    for dataset in datasets { try joined.join(ColumnName(dataset), of: table) }
    let rules = Rule.published.filter { Set($0.rule.metrics).isSubset(of: scores.metrics) }
    let agreement = try Agreement(
      joined, rules: rules.map { $0.rule.agreement(named: $0.name) }, slices: [.all, .population(.live)],
      statistics: [.kendall, .spearman, .gain], options: options)
    var (rows, notes) = ([Row](), [String]())
    for published in PublishedScores.all {
      let lacking = (Rule.published(named: published.metric)?.rule.metrics ?? [published.metric])
        .filter { !scores.metrics.contains($0) }
      guard lacking.isEmpty else {
        notes.append("\(published.method): the run has no \(lacking.joined(separator: ", "))")
        continue
      }
      rows += datasets.compactMap { Row(published, $0, agreement, whole: scores.indices) }
    }
    self.rows = rows
    self.notes = notes
    likenesses = try files.flatMap { try Self.compare(scores, with: $0) }
  }

  /// What other people's files call metrics that have another name here.
  private static let names = ["naswot": "nwot", "nregions": "regions", "grad-norm": "grad_norm", "epenas": "epe_nas"]

  /// The name here of somebody's column, without the data set that some put before it: `cifar10_naswot` is `nwot`.
  private static func name(of column: String) -> String {
    var name = column.lowercased()
    if let dataset = BenchmarkDataset.allCases.first(where: { name.hasPrefix("\($0.rawValue.lowercased())_") }) {
      name.removeFirst(dataset.rawValue.count + 1)
    }
    return names[name] ?? name
  }

  private static func compare(_ scores: CellScores, with file: String) throws -> [Likeness] {
    try ScoreTable(readingFrom: file).columns.compactMap { column in
      let name = name(of: column.name)
      guard let here = scores.column(name) else { return nil }
      let pairs = zip(scores.indices, here).map { ($1, column.values[$0]) }.filter { !$0.0.isNaN && !$0.1.isNaN }
      let place = column.dataset.map { "\(column.name) (\($0.rawValue))" } ?? column.name
      let rho = try pairs.count < 2 ? nil : spearmanRho(pairs.map(\.0), pairs.map(\.1)).value
      return Likeness(metric: name, column: place, file: file, count: pairs.count, spearman: rho)
    }
  }
}

extension LiteratureReproduction.Row {
  /// Nil where the run has too few of the population's cells, or its metric does not apply.
  fileprivate init?(
    _ published: PublishedScores, _ dataset: BenchmarkDataset, _ agreement: Agreement<String>, whole: [Int]
  ) {
    guard let numbers = published.numbers[dataset] else { return nil }
    let target = ColumnName(dataset)
    // A run of live cells alone has them as all of its cells.
    let members = Set(NASBench201.population(published.population))
    let isWhole = whole.allSatisfy(members.contains)
    let slice = isWhole ? CellSlice.all : CellSlice.population(published.population)
    guard published.population != .all || whole.contains(where: { !Self.live.contains($0) }),
      let count = agreement.count(target, slice),
      let kendall = agreement[published.metric, .kendall, target, slice],
      let spearman = agreement[published.metric, .spearman, target, slice],
      let gain = agreement[published.metric, .gain, target, slice]
    else { return nil }
    self.init(
      method: published.method, metric: published.metric, dataset: dataset, population: published.population,
      count: count, published: (numbers.kendall, numbers.spearman, numbers.gain), kendall: kendall,
      spearman: spearman, gain: gain, source: published.source)
  }

  private static let live = Set(NASBench201.population(.live))
}

extension LiteratureReproduction {
  /// The published rows: value here, interval and published value of each statistic, whether τ agrees, and the source.
  public var table: ResultTable {
    let columns: [ResultTable.Column<Row>] = [
      .text("method", title: "method") { $0.method },
      .text("metric", title: "metric") { $0.metric },
      .text("dataset", title: "data set") { $0.dataset.rawValue },
      .text("population", title: "cells") { $0.population.rawValue },
      .integer("n", title: "n") { $0.count },
      .mixed(["kendall_tau", "kendall_low", "kendall_high"], title: "tau [95%]") { row in
        let bounds = row.kendall.interval.bounds
        return [row.kendall.value, bounds?.lowerBound, bounds?.upperBound].map(Self.field)
      } shown: {
        $0.kendall.text()
      },
      Self.number("published_kendall_tau", title: Self.publishedTau) { $0.published.kendall },
      Self.number("spearman_rho", title: "rho") { $0.spearman.value },
      Self.number("published_spearman_rho", title: Self.publishedRho) { $0.published.spearman },
      Self.number("ndcg", title: "nDCG") { $0.gain.value },
      Self.number("published_ndcg", title: Self.publishedGain) { $0.published.gain },
      .text("source") { $0.source },
      .text("verdict", title: "verdict") { $0.comparison.verdict?.rawValue ?? "" },
    ]
    return ResultTable(
      rows, columns,
      dispensable: [
        "nDCG", Self.publishedGain, "rho", Self.publishedRho, "metric", "n", "cells", "verdict", Self.publishedTau,
      ])
  }

  private static let (publishedTau, publishedRho, publishedGain) = ("tau: paper", "rho: paper", "nDCG: paper")

  /// Other people's columns, each beside the metric here.
  public var likenessTable: ResultTable {
    let columns: [ResultTable.Column<Likeness>] = [
      .text("metric", title: "metric") { $0.metric },
      .text("column", title: "their column") { $0.column },
      .text("file", title: "file") { $0.file },
      .integer("n", title: "n") { $0.count },
      .number("spearman_rho", title: "rho") { $0.spearman },
    ]
    return ResultTable(likenesses, columns)
  }

  /// A number that may not be there.
  private static func number(
    _ name: String, title: String, _ value: @escaping @Sendable (Row) -> Double?
  ) -> ResultTable.Column<Row> {
    .mixed([name], title: title) {
      [field(value($0))]
    } shown: {
      value($0).map { TextNumber.aligned($0) } ?? ""
    }
  }

  private static func field(_ value: Double?) -> ResultTable.Field { value.map { .number($0) } ?? .absent }

  /// The files of ``write(to:)``: `literature.csv`, and of other people's columns, if there are any, `columns.csv`.
  public var files: [(name: String, text: String)] {
    [("literature.csv", table.csv)] + (likenesses.isEmpty ? [] : [("columns.csv", likenessTable.csv)])
  }

  /// Writes ``files`` into a directory, making it if it is not there.
  public func write(to directory: String) throws { try AtomicFile.write(files, into: directory) }
}

extension LiteratureReproduction.Row {
  /// τ as published beside τ here.
  fileprivate var comparison: Comparison {
    Comparison(
      source, method, paper: Quantity(published.kendall), here: Quantity(kendall), count: count, isCorrelation: true)
  }
}
