import AccuracyTables
import Files
import Scores
import Statistics

extension ValidationStudy {
  /// The study for a terminal: by data set the correlations, the top of the ranking, τ by slice, and how metrics go together.
  public var text: String {
    datasets.map { dataset in
      [
        table("Correlation with accuracy", dataset, Self.correlations, ceiling: true),
        table("The top of the ranking", dataset, Self.top, ceiling: false), slices(dataset), matrix(dataset),
        sums(dataset),
      ].filter { !$0.isEmpty }.joined(separator: "\n")
    }.joined(separator: "\n") + ceilingNote
  }

  /// The data sets, in the order of ``rows``.
  var datasets: [BenchmarkDataset] {
    rows.reduce(into: []) { datasets, row in if datasets.last != row.dataset { datasets.append(row.dataset) } }
  }

  private static let correlations: [(ValidationStatistic, String)] = [
    (.kendall, "Kendall tau"), (.spearman, "Spearman rho"), (.weighted, "weighted tau"),
    (.partial, "partial, given size"),
  ]
  private static let top: [(ValidationStatistic, String)] = [
    (.gain, "nDCG"), (.precision, "precision"), (.regret1, "regret of 1st"), (.regret10, "regret of 10"),
  ]

  private func title(_ text: String, _ dataset: BenchmarkDataset) -> String {
    let count = rows.first { $0.dataset == dataset && $0.slice == .all }?.count ?? 0
    return "\(text): \(dataset), population \(options.population.rawValue), n = \(count)\n"
  }

  private func row(
    _ dataset: BenchmarkDataset, _ slice: ValidationSlice, _ metric: String, _ statistic: ValidationStatistic
  ) -> Row? { byKey[Key(dataset: dataset, slice: slice, metric: metric, statistic: statistic)] }

  private func metrics(_ dataset: BenchmarkDataset) -> [String] {
    rows.filter { $0.dataset == dataset && $0.slice == .all && $0.statistic == .kendall }.map(\.metric)
  }

  private func ceiling(_ dataset: BenchmarkDataset, _ slice: ValidationSlice) -> NoiseCeiling? {
    let found = ceilings.filter { $0.dataset == dataset && $0.slice == slice }
    return found.first { $0.source == .secondTable } ?? found.first
  }

  /// A row a metric, a column a statistic with its interval.
  private func table(
    _ name: String, _ dataset: BenchmarkDataset, _ statistics: [(ValidationStatistic, String)], ceiling: Bool
  ) -> String {
    let top = ceiling ? self.ceiling(dataset, .all)?.kendall.map { TextNumber.aligned($0) } ?? " none" : nil
    let metrics = metrics(dataset)
    let header = statistics.map { statistic, label in
      row(dataset, .all, metrics[0], statistic)?.parameter.map { "\(label) at \($0)" } ?? label
    }
    let body = metrics.map { metric in
      [metric, directions[metric]?.rawValue ?? ""]
        + statistics.map { Self.cell(row(dataset, .all, metric, $0.0)) } + [top].compactMap(\.self)
    }
    let first = ["metric", "better"] + header + (ceiling ? ["noise ceiling"] : [])
    return title(name, dataset) + TextTable.aligned([first] + body)
  }

  /// τ by slice, a row a metric, and the noise ceiling under it.
  private func slices(_ dataset: BenchmarkDataset) -> String {
    let present = ValidationSlice.every.filter { slice in
      rows.contains { $0.dataset == dataset && $0.slice == slice }
    }
    func short(_ slice: ValidationSlice) -> String {
      if case .convolutions(let count) = slice { "\(count) conv" } else { slice.description }
    }
    let counts = present.map { slice in String(rows.first { $0.dataset == dataset && $0.slice == slice }!.count) }
    var lines = [["metric"] + present.map(short), ["(cells)"] + counts]
    lines += metrics(dataset).map { metric in
      [metric] + present.map { Self.decimal(row(dataset, $0, metric, .kendall)?.value) }
    }
    if ceilings.contains(where: { $0.dataset == dataset }) {
      lines.append(["(noise ceiling)"] + present.map { Self.decimal(ceiling(dataset, $0)?.kendall) })
    }
    return title("Kendall tau by accuracy, population and number of convolutions", dataset)
      + TextTable.aligned(lines)
  }

  /// τ between metrics.
  private func matrix(_ dataset: BenchmarkDataset) -> String {
    let metrics = metrics(dataset)
    guard metrics.count > 1 else { return "" }
    var values: [Set<String>: Double?] = [:]
    for pair in pairs where pair.dataset == dataset { values[[pair.first, pair.second]] = pair.kendall }
    let lines = metrics.map { first in
      [first] + metrics.map { first == $0 ? " 1" : Self.decimal(values[[first, $0]] ?? nil, places: 2) }
    }
    return title("Kendall tau between metrics", dataset) + TextTable.aligned([["metric"] + metrics] + lines)
  }

  /// How far behind the best metric each is, and what it adds to the others.
  private func sums(_ dataset: BenchmarkDataset) -> String {
    let metrics = metrics(dataset)
    let tau = { (metric: String) in row(dataset, .all, metric, .kendall)?.value ?? -1 }
    guard metrics.count > 1, let best = metrics.max(by: { tau($0) < tau($1) }) else { return "" }
    let lines = additions.filter { $0.dataset == dataset }.map { addition in
      [
        addition.metric, lead(of: best, over: addition.metric, dataset), Self.decimal(addition.without),
        Self.cell(addition.gain, addition.interval),
      ]
    }
    let all = Self.decimal(additions.first { $0.dataset == dataset }?.all).trimmed
    return title("Rank sum of all metrics: Kendall tau \(all)", dataset)
      + TextTable.aligned(
        [["metric", "tau of \(best) less its own", "sum without it", "what it adds"]] + lines)
  }

  private func lead(of best: String, over metric: String, _ dataset: BenchmarkDataset) -> String {
    let pair = pairs.first {
      $0.dataset == dataset && ($0.first == best && $0.second == metric || $0.first == metric && $0.second == best)
    }
    guard let pair, let value = pair.difference, let bounds = pair.interval.bounds else { return "" }
    return pair.first == best
      ? TextNumber.estimate(value, bounds) : TextNumber.estimate(-value, -bounds.upperBound ... -bounds.lowerBound)
  }

  private var ceilingNote: String {
    ceilings.filter { $0.slice == .all }.map { ceiling in
      let tau = Self.cell(ceiling.kendall, ceiling.interval).trimmed
      let rho = Self.decimal(ceiling.spearman).trimmed
      let between = ceiling.source == .seeds ? "between training seeds (mean over pairs)" : "between the two tables"
      return "\nnoise ceiling, \(ceiling.dataset): tau \(tau), rho \(rho) \(between), n = \(ceiling.count)"
    }.joined() + (ceilings.isEmpty ? "" : "\n")
  }

  private static func cell(_ row: Row?) -> String { row.map { cell($0.value, $0.interval) } ?? "" }

  private static func cell(_ value: Double?, _ interval: BootstrapInterval) -> String {
    value.map { TextNumber.estimate($0, interval.bounds) } ?? " not defined"
  }

  private static func decimal(_ value: Double?, places: Int = 3) -> String {
    value.map { TextNumber.aligned($0, places: places) } ?? " n.d."
  }

  private struct Key: Hashable {
    let dataset: BenchmarkDataset
    let slice: ValidationSlice
    let metric: String
    let statistic: ValidationStatistic
  }

  private var byKey: [Key: Row] {
    Dictionary(
      rows.map { (Key(dataset: $0.dataset, slice: $0.slice, metric: $0.metric, statistic: $0.statistic), $0) },
      uniquingKeysWith: { first, _ in first })
  }
}
