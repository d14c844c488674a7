import AccuracyTables
import Files
import Metrics
import Reports
import Scores
import Statistics

extension ValidationStudy {
  /// How a metric, or a rival that it is set beside, ranks a data set's cells.
  public struct Standing: Sendable {
    /// The data set whose test accuracy is meant.
    public let dataset: BenchmarkDataset
    /// The metric or rival.
    public let name: String
    /// Whether it is there to compare with, and was not asked for: TE-NAS's rank sum, the size of a cell.
    public let isRival: Bool
    /// Which scores were taken to be good.
    public let direction: MetricDescription.Direction
    /// The number of cells.
    public let count: Int
    /// τ_b and ρ with accuracy.
    public let kendall, spearman: Estimate
    /// nDCG, and the regret of the first ten.
    public let gain, regret: Estimate
    /// τ_b of this less that of the best, in the same resamples; nil for the best itself.
    public let lead: Estimate?

    /// The name as people see it: in brackets if it is there to compare with.
    var title: String { isRival ? "(\(name))" : name }

    /// A statistic; nil for one that only metrics asked for have.
    func estimate(of statistic: RankStatistic) -> Estimate? {
      switch statistic {
      case .kendall: kendall
      case .spearman: spearman
      case .gain: gain
      case .regret10: regret
      default: nil
      }
    }
  }

  /// Every metric and rival by data set, the best first.
  public var standings: [Standing] { metrics.flatMap { standings(on: $0.dataset, of: $0.names) } }

  private func standings(on dataset: BenchmarkDataset, of names: [String]) -> [Standing] {
    let target = ColumnName(dataset)
    let scores = names.map(Score.metric) + rivalNames.map(Score.rival)
    let known = scores.compactMap { score in agreement[score, .kendall, target].map { (score: score, tau: $0.value) } }
    let sorted = known.enumerated().sorted {
      (-($0.element.tau ?? -2), $0.offset) < (-($1.element.tau ?? -2), $1.offset)
    }.map(\.element.score)
    return sorted.compactMap { score in
      guard let name = score.title, let count = agreement.count(target) else { return nil }
      func estimate(_ statistic: RankStatistic) -> Estimate { agreement[score, statistic, target]! }
      return Standing(
        dataset: dataset, name: name, isRival: score.name == nil, direction: directions[name] ?? .higherIsBetter,
        count: count, kendall: estimate(.kendall), spearman: estimate(.spearman), gain: estimate(.gain),
        regret: estimate(.regret10),
        lead: score == sorted[0] ? nil : agreement.difference(score, less: sorted[0], .kendall, target))
    }
  }

  /// ``standings`` for programs and papers, a row a data set and metric.
  public var table: ResultTable {
    let population = options.population.rawValue
    let columns: [ResultTable.Column<Standing>] = [
      .text("dataset", title: "data set", typeset: TeX.dataset) { $0.dataset.rawValue },
      .text("population") { _ in population },
      .text("metric", title: "metric", typeset: TeX.metric) { $0.name },
      .text("kind") { $0.isRival ? "rival" : "asked" },
      .text("better") { $0.direction.rawValue }, .integer("n", title: "n") { $0.count },
      .estimate("kendall_tau", ends: "kendall", title: "Kendall tau [95%]") { $0.kendall.ends },
      .estimate("less_the_best", ends: "less_the_best", title: "less the best [95%]", competes: false, absent: "") {
        $0.lead?.ends ?? (nil, nil, nil)
      },
      .estimate("spearman_rho", ends: "spearman") { $0.spearman.ends },
      .estimate("ndcg", ends: "ndcg") { $0.gain.ends },
      .estimate("regret_10", ends: "regret_10") { $0.regret.ends },
    ]
    return ResultTable(standings, columns, dispensable: ["less the best [95%]", "n"])
  }

  /// ``standings`` on one screen: those on the first data set, τ on the others beside them.
  public func screen(width: Int? = nil) -> String {
    guard let first = metrics.first?.dataset else { return "" }
    let others = metrics.dropFirst().map(\.dataset)
    let all = standings
    let taus = Dictionary(all.map { ([$0.dataset.rawValue, $0.name], $0.kendall.value) }) { first, _ in first }
    let rows = all.filter { $0.dataset == first }
    let count = rows.first?.count ?? 0
    var columns: [ResultTable.Column<Standing>] = [
      .mixed([], title: "metric", fields: { _ in [] }, shown: { $0.title }),
      .text("better", title: "better") { $0.direction.rawValue },
      .estimate("kendall_tau", ends: "kendall", title: "tau [95%]") { $0.kendall.ends },
      .estimate("less_the_best", ends: "less_the_best", title: "less the best [95%]", absent: "") {
        $0.lead?.ends ?? (nil, nil, nil)
      },
    ]
    columns += others.map { other in
      .number("tau", title: "tau \(other)") { taus[[other.rawValue, $0.name]] ?? nil }
    }
    let gain = "nDCG at \(options.parameter(of: .gain, cells: count) ?? 0)"
    columns += [
      .number("rho", title: "rho") { $0.spearman.value }, .number("gain", title: gain) { $0.gain.value },
      .number("regret", title: "regret of 10") { $0.regret.value },
    ]
    let table = ResultTable(
      rows, columns,
      dispensable: ["regret of 10", gain, "rho", "better"] + others.reversed().map { "tau \($0)" }
        + ["less the best [95%]"])
    let rivals = rows.contains(where: \.isRival) ? "; in brackets what to compare them with" : ""
    let title = "\(first), population \(options.population.rawValue), n = \(count)"
    return "\(title): Kendall tau of metrics with test accuracy, the best first\(rivals)\n"
      + table.aligned(width: width) + ceilingNote
  }
}

extension ValidationStudy.Score {
  /// What people call it; nil of a sum.
  fileprivate var title: String? {
    if case .rival(let name) = self { name } else { name }
  }
}
