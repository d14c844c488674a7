import Files
import Reports
import Scores
import Statistics

extension CombinationStudy {
  /// τ of the rankings by data set, and τ against the number of terms.
  ///
  /// - Throws: `ReportError` for a figure that cannot be made.
  public func figures() throws -> [Figure] { [try rankings(), try terms()] }

  private var subtitle: String {
    "\(rule), chosen on \(options.population.rawValue) cells; held-out: every cell scored by a rule chosen without it"
  }

  private func rankings() throws -> Figure {
    let shown = rows.filter { $0.ranking != .final }
    let populations = shown.map(\.population).reduce(into: [String]()) {
      if !$0.contains($1.rawValue) { $0.append($1.rawValue) }
    }
    let data = try DataTable(
      [
        .init("dataset", title: "data set", shown.map(\.dataset.rawValue)),
        .init("ranking", shown.map { "\($0.ranking), \($0.population.rawValue)" }),
      ] + Self.columns(shown.map(\.kendall)))
    let dots = DotPlot(
      category: "ranking", value: Axis("kendall_tau"), interval: ("kendall_tau_low", "kendall_tau_high"),
      series: "dataset")
    return try Figure(
      "held-out-tau", title: "Training-free rankings of NAS-Bench-201 (\(populations.joined(separator: ", ")) cells)",
      subtitle: subtitle, data: data, panels: [Panel(dots)], remarks: heldOut)
  }

  /// What the rule is worth on cells that it was not chosen on, and how much more that is than the next ranking has.
  private var heldOut: [String] {
    rows.filter { $0.ranking == .heldOut }.map { row in
      let rivals = rows.filter {
        $0.dataset == row.dataset && $0.population == row.population && $0.ranking != .heldOut && $0.ranking != .final
      }
      let best = rivals.max { ($0.kendall.value ?? -1) < ($1.kendall.value ?? -1) }
      let lead = best.flatMap { rival in
        rival.advantage.map { "; its lead over \(rival.ranking) is \($0.text { TextNumber.plain($0) })" }
      }
      return
        "\(row.dataset), \(row.population.rawValue) cells: held out, τ = \(row.kendall.text { TextNumber.plain($0) })\(lead ?? "")."
    }
  }

  private func terms() throws -> Figure {
    let data = try DataTable(
      [
        .init("dataset", title: "data set", curve.map(\.dataset.rawValue)),
        .init("terms", title: "number of metrics in the rule", curve.map { Double($0.terms) }),
      ] + Self.columns(curve.map(\.kendall)))
    let lines = Lines(
      x: Axis("terms"), y: Axis("kendall_tau"), band: ("kendall_tau_low", "kendall_tau_high"), series: "dataset")
    return try Figure(
      "tau-by-terms", title: "What each further metric adds", subtitle: subtitle, data: data,
      panels: [Panel("", size: (520, 300), lines)])
  }

  private static func columns(_ estimates: [Estimate]) -> [DataTable.Column] {
    [
      .init("kendall_tau", title: "Kendall τ", estimates.map { $0.value ?? .nan }),
      .init("kendall_tau_low", title: "95% interval, from", estimates.map { $0.interval.low ?? .nan }),
      .init("kendall_tau_high", title: "to", estimates.map { $0.interval.high ?? .nan }),
    ]
  }
}
