import AccuracyTables
import Files
import Reports
import Scores
import Statistics

extension ValidationStudy {
  /// τ of every metric with accuracy, and, of several metrics, the heat map of τ between them.
  ///
  /// Data sets whose matrices are the same, because the same scores are compared on the same cells, share a panel.
  ///
  /// - Throws: `ReportError` for a figure that cannot be made.
  public func figures() throws -> [Figure] { [try tauFigure()] + (pairs.isEmpty ? [] : [try matrices()]) }

  private func tauFigure() throws -> Figure {
    let standings = self.standings
    let rows = Self.ranked(standings.map { ($0.title, $0.kendall.value) }).flatMap { title in
      standings.filter { $0.title == title }
    }
    let data = try DataTable([
      .init("dataset", title: "data set", rows.map(\.dataset.rawValue)), .init("metric", rows.map(\.title)),
      .init("kendall_tau", title: "Kendall τ", rows.map { $0.kendall.value ?? .nan }),
      .init("low", title: "95% interval, from", rows.map { $0.kendall.interval.low ?? .nan }),
      .init("high", title: "to", rows.map { $0.kendall.interval.high ?? .nan }),
    ])
    return try Figure(
      "metrics", title: "Kendall τ with test accuracy", subtitle: subtitle, data: data,
      panels: [
        Panel(DotPlot(category: "metric", value: Axis("kendall_tau"), interval: ("low", "high"), series: "dataset"))
      ], remarks: metrics.compactMap { best(of: $0.0, standings) })
  }

  /// Which metric ranks best on a data set, and how far behind the second is.
  private func best(of dataset: BenchmarkDataset, _ standings: [Standing]) -> String? {
    let order = standings.filter { $0.dataset == dataset && !$0.isRival && $0.kendall.value != nil }
    guard order.count > 1, let second = order[1].kendall.value else { return nil }
    let isApart = order[0].kendall.interval.bounds.map { $0.lowerBound > second } ?? false
    return
      "On \(dataset), \(order[0].name) ranks best: τ = \(order[0].kendall.text { TextNumber.plain($0) }). \(order[1].name) follows with "
      + "\(TextNumber.plain(second)), \(isApart ? "below" : "within") that interval."
  }

  /// The best first, by the mean of τ over the data sets.
  private static func ranked(_ taus: [(name: String, tau: Double?)]) -> [String] {
    let names = taus.map(\.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let means = names.map { name in taus.filter { $0.name == name }.map { $0.tau ?? -1 }.mean }
    return names.indices.sorted { (-means[$0], $0) < (-means[$1], $1) }.map { names[$0] }
  }

  private func matrices() throws -> Figure {
    var panels: [(names: [String], squares: [Square])] = []
    for (dataset, metrics) in metrics {
      let squares = squares(dataset, metrics)
      guard !squares.isEmpty else { continue }
      if let place = panels.firstIndex(where: { $0.squares == squares }) {
        panels[place].names.append(dataset.rawValue)
      } else {
        panels.append(([dataset.rawValue], squares))
      }
    }
    let all = panels.flatMap { panel in panel.squares.map { (panel.names.joined(separator: ", "), $0) } }
    let data = try DataTable([
      .init("dataset", title: "data set", all.map(\.0)), .init("first", title: "metric", all.map(\.1.first)),
      .init("second", title: "with", all.map(\.1.second)),
      .init("kendall_tau", title: "Kendall τ", all.map { $0.1.kendall ?? .nan }),
    ])
    let map = HeatMap(row: "first", column: "second", value: Axis("kendall_tau", domain: -1...1))
    return try Figure(
      "pairs-of-metrics", title: "Kendall τ between metrics", subtitle: subtitle, data: data,
      panels: panels.map { panel in
        let name = panel.names.joined(separator: ", ")
        return Panel(name, only: .init("dataset", equals: name), map)
      }, panelsPerRow: 2, remarks: [panels.first.flatMap { alike($0.squares) }].compactMap(\.self))
  }

  /// Which two metrics rank most alike.
  private func alike(_ squares: [Square]) -> String? {
    squares.filter { $0.kendall != nil }.max { $0.kendall! < $1.kendall! }.map {
      "Metrics that rank alike stand side by side; most alike are \($0.first) and \($0.second), τ = \(TextNumber.plain($0.kendall!))."
    }
  }

  private struct Square: Equatable {
    let first, second: String
    let kendall: Double?
  }

  /// Half of the matrix of a data set, below the diagonal, with metrics that rank alike side by side; none of a single metric.
  private func squares(_ dataset: BenchmarkDataset, _ metrics: [String]) -> [Square] {
    guard metrics.count > 1 else { return [] }
    let values = correlations(dataset)
    func kendall(_ first: String, _ second: String) -> Double? { values[[first, second]] ?? nil }
    let order = clusterOrder(count: metrics.count) { 1 - (kendall(metrics[$0], metrics[$1]) ?? -1) }.map { metrics[$0] }
    return order.indices.dropFirst().flatMap { row in
      order[..<row].map { Square(first: order[row], second: $0, kendall: kendall(order[row], $0)) }
    }
  }

  /// τ of every two metrics of a data set.
  func correlations(_ dataset: BenchmarkDataset) -> [Set<String>: Double?] {
    Dictionary(
      pairs.filter { $0.dataset == dataset }.map { ([$0.first, $0.second], $0.kendall) },
      uniquingKeysWith: { first, _ in first })
  }

  /// What the numbers are about, below a figure's title.
  private var subtitle: String {
    let counts = rows.filter { $0.slice == .all }.map(\.count)
    return
      "Population \(options.population.rawValue), n = \(Self.span(counts)); every score turned so that higher is better"
  }

  /// `15,625`, or `9,000 to 15,625` where data sets know unlike numbers of cells.
  static func span(_ counts: [Int]) -> String {
    let ends = [counts.min() ?? 0, counts.max() ?? 0]
    return ends[0] == ends[1] ? grouped(ends[0]) : "\(grouped(ends[0])) to \(grouped(ends[1]))"
  }
}
