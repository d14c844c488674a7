import AccuracyTables
import Metrics
import Reports

extension ProtocolAblation {
  /// Settings that are columns, in their order; empty where the metric does not depend on one.
  private static let settings = [
    "repeats", "inputs", "batch", "batch_norm", "kappa_init", "channels", "cells", "regions_init", "patch_size",
    "patch_count",
  ]

  /// `protocol.csv`, a row a metric and variant, and its pictures: τ_b against the processor time of a cell, with the Pareto
  /// front, a panel a data set and metric.
  ///
  /// - Throws: `ReportError` if the data make no figure.
  public func figure() throws -> Figure {
    func numbers(_ value: (Row) -> Double?) -> [Double] { rows.map { value($0) ?? .nan } }
    let columns: [DataTable.Column] = [
      DataTable.Column("panel", rows.map(Self.panelName)),
      DataTable.Column("dataset", rows.map(\.dataset.rawValue)), DataTable.Column("metric", rows.map(\.metric)),
      DataTable.Column("protocol", rows.map(\.variant.name)), DataTable.Column("n", rows.map(\.count)),
      DataTable.Column("kendall_tau", title: "Kendall τ", numbers(\.kendall.value)),
      DataTable.Column("kendall_low", title: "95% interval, from", numbers(\.kendall.interval.low)),
      DataTable.Column("kendall_high", title: "to", numbers(\.kendall.interval.high)),
      DataTable.Column("less_base", title: "less the base's", numbers(\.difference?.value)),
      DataTable.Column("less_base_low", numbers(\.difference?.interval.low)),
      DataTable.Column("less_base_high", numbers(\.difference?.interval.high)),
      DataTable.Column("milliseconds", numbers(\.milliseconds)),
      DataTable.Column("cost", title: "processor time of a cell (ms, in steps of 10%)", numbers(\.cost)),
      DataTable.Column("on_front", rows.map { $0.isOnFront ? "yes" : "no" }),
    ]
    let settings = Self.settings.map { name in DataTable.Column(name, rows.map { $0.dependencies[name] ?? "" }) }
    let panels = Set(rows.map(\.dataset)).sorted().flatMap { dataset in
      Measurement.metrics.map { panel($0, dataset) }
    }
    return try Figure(
      "protocol", title: "What the protocol is worth, and what it costs",
      subtitle:
        "The front: no other protocol has a better τ at no more processor time. Bars are 95% intervals. Base: \(baseText).",
      data: try DataTable(columns + settings), panels: panels)
  }

  private var baseText: String {
    let base = variants[0].setting
    let texts = ProtocolSetting.Metric.allCases.flatMap { base.dependencies(of: $0).dropFirst() }
    return "repeats \(base.scoring.repeats), inputs \(base.images.label), "
      + texts.map { "\($0.name.replacing("_", with: " ")) \($0.value)" }.joined(separator: ", ")
  }

  private static func panelName(_ row: Row) -> String { "\(row.metric), \(row.dataset)" }

  /// A panel, with the names of the protocols on its front below the title: in the picture, those of neighbours would touch.
  private func panel(_ metric: String, _ dataset: BenchmarkDataset) -> Panel {
    let isPositive = metric == Regions.description.name
    let titles = Dictionary(uniqueKeysWithValues: zip(Measurement.metrics, ["κ", "R", "rank(κ) + rank(R)"]))
    let chart = ParetoFront(
      x: Axis("cost", .log), .lower,
      y: Axis("kendall_tau", title: "Kendall τ with test accuracy (\(isPositive ? "higher" : "lower") is better)"),
      isPositive ? .higher : .lower, interval: ("kendall_low", "kendall_high"), label: "protocol",
      tooltip: ["less_base", "milliseconds"])
    let front = rows.filter { $0.metric == metric && $0.dataset == dataset && $0.isOnFront }
      .sorted { $0.cost ?? 0 < $1.cost ?? 0 }.map(\.variant.name)
    return Panel(
      "\(titles[metric]!), \(dataset)", subtitle: "the front, cheapest first: \(front.joined(separator: ", "))",
      only: Panel.Subset("panel", equals: "\(metric), \(dataset)"), chart)
  }
}
