import AccuracyTables
import Files
import Scores
import Statistics

extension WeightStudy {
  /// The study for a terminal: by data set a row a rule, then the best weights, then what the rules are.
  public func text(width: Int? = nil) -> String {
    (datasets.map { table($0, width) } + [choiceTable(width), definitions]).filter { !$0.isEmpty }.joined(
      separator: "\n")
  }

  /// The data sets, in the order of ``rows``.
  var datasets: [BenchmarkDataset] {
    rows.reduce(into: []) { datasets, row in if datasets.last != row.dataset { datasets.append(row.dataset) } }
  }

  private func table(_ dataset: BenchmarkDataset, _ width: Int?) -> String {
    let rows = rows.filter { $0.dataset == dataset }
    let byRule = Dictionary(grouping: rows, by: \.rule).mapValues { rows in
      Dictionary(rows.map { ($0.statistic, $0) }) { first, _ in first }
    }
    let others = Self.statistics.filter { $0 != .kendall }
    let lines = rules.map { rule in
      let row = byRule[rule]!
      return [label(rule)] + [row[.kendall]!.estimate, row[.kendall]!.lead].map { $0.text(absent: Self.undefined) }
        + others.map { Self.decimal(row[$0]!.estimate.value) }
    }
    func at(_ statistic: RankStatistic) -> Int { options.parameter(of: statistic, cells: rows[0].count) ?? 0 }
    let header = [
      "rule", "Kendall tau [95%]", "less that of w = 0.5 [95%]", "Spearman rho", "nDCG at \(at(.gain))",
      "precision at \(at(.precision))", "regret of 1st", "regret of 10",
    ]
    let title = "\(dataset), population \(options.population.rawValue), n = \(rows[0].count)\n"
    return title + TextTable.aligned([header] + lines, width: width)
  }

  /// `w = 0.35`, and what the three weights with a name are.
  private func label(_ rule: CombinationRule) -> String {
    guard let weight = rule.weight else { return rule.name }
    let names: [RankWeight: String] = [
      RankWeight(0, of: 1): " regions alone", .equal: " rank sum", RankWeight(1, of: 1): " kappa alone",
    ]
    return "w =\(weightText(weight))\(names[weight] ?? "")"
  }

  private func weightText(_ weight: RankWeight) -> String {
    Self.decimal(weight.value, places: 100 % steps == 0 ? 2 : 3)
  }

  private func choiceTable(_ width: Int?) -> String {
    guard !choices.isEmpty else { return "" }
    let lines = choices.map { choice in
      [
        choice.dataset.rawValue, weightText(choice.weight), String(choice.chosenOn), Self.decimal(choice.chosenTau),
        String(choice.reportedOn), Self.decimal(choice.tau), Self.decimal(choice.equalTau),
        choice.advantage.text(absent: Self.undefined),
      ]
    }
    let header = [
      "data set", "best w", "chosen on", "its tau", "tested on", "its tau", "tau of w = 0.5", "advantage [95%]",
    ]
    return "The best w by tau on a random half of the cells, tested on the other half\n"
      + TextTable.aligned([header] + lines, width: width)
  }

  private var definitions: String {
    "Scores, higher better; p and q are a cell's places by kappa and by regions, 1 the best, ties sharing their average:\n"
      + ([.weighted(.equal)] + CombinationRule.unweighted).map { rule in
        let name = rule.weight == nil ? rule.name : "w"
        return "  \(name)\(String(repeating: " ", count: 11 - name.count))\(rule.definition)\n"
      }.joined()
  }

  private static func decimal(_ value: Double?, places: Int = 3) -> String {
    TextNumber.aligned(value, places: places, absent: undefined)
  }

  private static let undefined = " not defined"
}
