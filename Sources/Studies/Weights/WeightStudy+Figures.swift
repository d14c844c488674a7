import Reports
import Scores
import Statistics

extension WeightStudy {
  /// Statistics against the weight, a line a data set, and τ of every rule; both with their intervals.
  ///
  /// - Throws: `ReportError` for a figure that cannot be made.
  public func figures() throws -> [Figure] { [try byWeight(), try byRule()] }

  private static let shown: [(statistic: RankStatistic, title: String)] = [
    (.kendall, "Kendall τ"), (.gain, "nDCG"), (.precision, "precision"), (.regret10, "regret of the best of ten (%)"),
  ]

  private func byWeight() throws -> Figure {
    let weighted = rows.filter { $0.rule.weight != nil }
    let taus = weighted.filter { $0.statistic == .kendall }
    var columns: [DataTable.Column] = [
      .init("dataset", title: "data set", taus.map(\.dataset.rawValue)),
      .init("weight", title: "w, the weight of κ (0: R alone, 1: κ alone)", taus.map { $0.rule.weight!.value }),
    ]
    let panels = Self.shown.map { statistic, title in
      let rows = weighted.filter { $0.statistic == statistic }
      columns += Self.columns(statistic.rawValue, title: title, rows)
      let parameter = rows.first?.parameter.map { " at \($0)" } ?? ""
      return Panel(
        title + parameter,
        Lines(
          x: Axis("weight", domain: 0...1), y: Axis(statistic.rawValue),
          band: ("\(statistic.rawValue)_low", "\(statistic.rawValue)_high"), series: "dataset"))
    }
    return try Figure(
      "by-weight", title: "w · rank(κ) + (1 − w) · rank(R) against test accuracy", subtitle: subtitle,
      data: try DataTable(columns), panels: panels, panelsPerRow: 2)
  }

  private func byRule() throws -> Figure {
    let names: [RankWeight: String] = [
      RankWeight(0, of: 1): "R alone", .equal: "rank sum", RankWeight(1, of: 1): "κ alone",
    ]
    let taus = rows.filter { row in
      row.statistic == .kendall && (row.rule.weight.map { names[$0] != nil } ?? true)
    }
    func label(_ row: Row) -> String { row.rule.weight.map { names[$0]! } ?? row.rule.name }
    func mean(_ row: Row) -> Double {
      taus.filter { label($0) == label(row) }.map { $0.estimate.value ?? -1 }.mean
    }
    let rows = taus.enumerated().sorted { (-mean($0.element), $0.offset) < (-mean($1.element), $1.offset) }.map(
      \.element)
    let data = try DataTable(
      [
        .init("dataset", title: "data set", rows.map(\.dataset.rawValue)),
        .init("rule", rows.map(label)),
      ] + Self.columns("kendall_tau", title: "Kendall τ", rows))
    let dots = DotPlot(
      category: "rule", value: Axis("kendall_tau"), interval: ("kendall_tau_low", "kendall_tau_high"), series: "dataset"
    )
    return try Figure(
      "by-rule", title: "One score of κ and R, by rule", subtitle: subtitle, data: data,
      panels: [Panel(dots)])
  }

  /// A statistic and the ends of its interval.
  private static func columns(_ name: String, title: String, _ rows: [Row]) -> [DataTable.Column] {
    [
      .init(name, title: title, rows.map { $0.estimate.value ?? .nan }),
      .init("\(name)_low", title: "95% interval, from", rows.map { $0.estimate.interval.low ?? .nan }),
      .init("\(name)_high", title: "to", rows.map { $0.estimate.interval.high ?? .nan }),
    ]
  }

  private var subtitle: String {
    "Population \(options.population.rawValue), n = \(ValidationStudy.span(rows.map(\.count))); 95% bootstrap intervals over cells"
  }
}
