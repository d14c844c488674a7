import AccuracyTables
import Files
import Scores
import Statistics

extension ValidationStudy {
  /// Everything for a terminal: by data set the correlations, the top of the ranking, τ by slice, and how metrics go together.
  public func text(width: Int? = nil) -> String {
    metrics.map { dataset, metrics in
      let metrics = ranked(metrics, on: dataset)
      return [
        table("Correlation with accuracy", dataset, metrics, Self.correlations, ceiling: true, width),
        table("The top of the ranking", dataset, metrics, Self.top, ceiling: false, width),
        slices(dataset, metrics, width), matrix(dataset, metrics, width), sums(dataset, metrics, width),
      ].filter { !$0.isEmpty }.joined(separator: "\n")
    }.joined(separator: "\n") + ceilingNote
  }

  /// The best metric first.
  private func ranked(_ metrics: [String], on dataset: BenchmarkDataset) -> [String] {
    metrics.enumerated().sorted { first, second in
      let taus = [first, second].map { estimate(dataset, .all, $0.element, .kendall)?.value ?? -2 }
      return (-taus[0], first.offset) < (-taus[1], second.offset)
    }.map(\.element)
  }

  private static let correlations: [(RankStatistic, String)] = [
    (.kendall, "Kendall tau"), (.spearman, "Spearman rho"), (.weighted, "weighted tau"),
    (.partial, "partial, given size"),
  ]
  private static let top: [(RankStatistic, String)] = [
    (.gain, "nDCG"), (.precision, "precision"), (.regret1, "regret of 1st"), (.regret10, "regret of 10"),
  ]

  private func title(_ text: String, _ dataset: BenchmarkDataset) -> String {
    "\(text): \(dataset), population \(options.population.rawValue), n = \(agreement.count(ColumnName(dataset)) ?? 0)\n"
  }

  private func estimate(
    _ dataset: BenchmarkDataset, _ slice: CellSlice, _ metric: String, _ statistic: RankStatistic
  ) -> Estimate? { agreement[.metric(metric), statistic, ColumnName(dataset), slice] }

  private func ceiling(_ dataset: BenchmarkDataset, _ slice: CellSlice) -> NoiseCeiling? {
    let found = ceilings.filter { $0.dataset == dataset && $0.slice == slice }
    return found.first { $0.source == .secondTable } ?? found.first
  }

  /// A row a metric, a column a statistic with its interval.
  private func table(
    _ name: String, _ dataset: BenchmarkDataset, _ metrics: [String], _ statistics: [(RankStatistic, String)],
    ceiling: Bool, _ width: Int?
  ) -> String {
    // Without a second training there is nothing to say.
    let known = ceiling ? self.ceiling(dataset, .all)?.kendall.value : nil
    let top = known.map { TextNumber.aligned($0) }
    let count = agreement.count(ColumnName(dataset)) ?? 0
    let header = statistics.map { statistic, label in
      options.parameter(of: statistic, cells: count).map { "\(label) at \($0)" } ?? label
    }
    let body = metrics.map { metric in
      [metric, directions[metric]?.rawValue ?? ""]
        + statistics.map { estimate(dataset, .all, metric, $0.0)?.text(absent: Self.undefined) ?? "" }
        + [top].compactMap(\.self)
    }
    let first = ["metric", "better"] + header + (top == nil ? [] : ["noise ceiling"])
    return title(name, dataset) + TextTable.aligned([first] + body, width: width, rest: Self.rest)
  }

  /// τ by slice, a row a metric, and the noise ceiling under it.
  private func slices(_ dataset: BenchmarkDataset, _ metrics: [String], _ width: Int?) -> String {
    let present = CellSlice.every.filter { agreement.count(ColumnName(dataset), $0) != nil }
    func short(_ slice: CellSlice) -> String {
      if case .convolutions(let count) = slice { "\(count) conv" } else { slice.description }
    }
    let counts = present.map { String(agreement.count(ColumnName(dataset), $0)!) }
    var lines = [["metric"] + present.map(short), ["(cells)"] + counts]
    lines += metrics.map { metric in
      [metric] + present.map { Self.decimal(estimate(dataset, $0, metric, .kendall)?.value) }
    }
    if ceilings.contains(where: { $0.dataset == dataset }) {
      lines.append(["(noise ceiling)"] + present.map { Self.decimal(ceiling(dataset, $0)?.kendall.value) })
    }
    return title("Kendall tau by accuracy, population and number of convolutions", dataset)
      + TextTable.aligned(lines, width: width, rest: Self.rest)
  }

  /// τ between metrics.
  private func matrix(_ dataset: BenchmarkDataset, _ metrics: [String], _ width: Int?) -> String {
    guard metrics.count > 1 else { return "" }
    let values = correlations(dataset)
    let lines = metrics.map { first in
      [first] + metrics.map { first == $0 ? " 1" : Self.decimal(values[[first, $0]] ?? nil, places: 2) }
    }
    return title("Kendall tau between metrics", dataset)
      + TextTable.aligned([["metric"] + metrics] + lines, width: width, rest: Self.rest)
  }

  /// How far behind the best metric each is, and what it adds to the others.
  private func sums(_ dataset: BenchmarkDataset, _ metrics: [String], _ width: Int?) -> String {
    let tau = { (metric: String) in estimate(dataset, .all, metric, .kendall)?.value ?? -1 }
    guard metrics.count > 1, let best = metrics.max(by: { tau($0) < tau($1) }) else { return "" }
    let lines = additions.filter { $0.dataset == dataset }.map { addition in
      [
        addition.metric, lead(of: best, over: addition.metric, dataset), Self.decimal(addition.without),
        addition.gain.text(absent: Self.undefined),
      ]
    }
    let all = Self.decimal(additions.first { $0.dataset == dataset }?.all).trimmed
    return title("Rank sum of all metrics: Kendall tau \(all)", dataset)
      + TextTable.aligned(
        [["metric", "tau of \(best) less its own", "sum without it", "what it adds"]] + lines, width: width,
        rest: Self.rest)
  }

  private func lead(of best: String, over metric: String, _ dataset: BenchmarkDataset) -> String {
    guard metric != best,
      let lead = agreement.difference(.metric(best), less: .metric(metric), .kendall, ColumnName(dataset)),
      lead.interval.bounds != nil
    else { return "" }
    return lead.text(absent: "")
  }

  var ceilingNote: String {
    ceilings.filter { $0.slice == .all }.map { ceiling in
      let tau = ceiling.kendall.text().trimmed
      let rho = Self.decimal(ceiling.spearman).trimmed
      let between = ceiling.source == .seeds ? "between training seeds (mean over pairs)" : "between the two tables"
      return "\nnoise ceiling, \(ceiling.dataset): tau \(tau), rho \(rho) \(between), n = \(ceiling.count)"
    }.joined() + (ceilings.isEmpty ? "" : "\n")
  }

  private static let rest = "a wider terminal or --all --format csv shows it"
  private static let undefined = " not defined"

  private static func decimal(_ value: Double?, places: Int = 3) -> String {
    TextNumber.aligned(value, places: places, absent: " n.d.")
  }
}
