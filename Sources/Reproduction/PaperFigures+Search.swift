import Files
import Foundation
import Reports
import Scores
import SearchSpaces
import Searching
import Statistics

extension PaperFigures {
  /// Tables 1, 4 and 5: accuracy of the cells found on NAS-Bench-201, as far as asked for.
  public static func tables(_ items: Set<PaperItem>, report: SearchReport) -> Reproduced {
    var result = Reproduced()
    for item in [PaperItem.table1, .table4, .table5] where items.contains(item) {
      for rule in item.rules {
        for row in report.summaries where row.rule == rule && (item == .table1 || row.dataset == .cifar100) {
          let paper = PaperNumbers.searchedAccuracy(rule, row.dataset)
          result.comparisons.append(
            Comparison(
              item.rawValue, "accuracy (%), rule \(rule.rawValue), \(row.dataset)",
              paper: paper.map { Quantity($0.mean, .deviation($0.deviation), decimals: 2) },
              here: Quantity(
                row.accuracy.mean, row.accuracy.deviation.map { .deviation($0) } ?? .unknown, decimals: 2),
              count: row.accuracy.count,
              note: item == .table1 && row.dataset != .cifar10
                ? "the paper searched on this data set's images; here one image source served all" : ""))
        }
      }
      if item == .table4 { result.notes += rivals(report) }
    }
    return result
  }

  /// Whether pruning by both metrics beat each alone on CIFAR-100, seed by seed.
  private static func rivals(_ report: SearchReport) -> [String] {
    guard let place = SearchReport.datasets.firstIndex(of: .cifar100) else { return [] }
    func accuracies(_ rule: PruningRule) -> [UInt64: Double] {
      report.found.reduce(into: [:]) { values, found in
        if found.name.rule == rule, let accuracy = found.accuracies[place] { values[found.name.seed] = accuracy.value }
      }
    }
    let both = accuracies(.ranks)
    return [PruningRule.kappa, .regions].compactMap { rule in
      let alone = accuracies(rule)
      let differences = both.keys.sorted().compactMap { seed in alone[seed].map { both[seed]! - $0 } }
      let spread = Spread(differences)
      guard let error = spread.standardError else { return nil }
      return
        "table4: both metrics minus \(rule.rawValue) alone on CIFAR-100: \(TextNumber.plain(spread.mean, places: 2)) ± "
        + "\(TextNumber.plain(error, places: 2)) points (mean and standard error over \(spread.count) seeds)"
    }
  }

  /// Figure 5: κ_N and R_N of the supernet after each round, against the round and against each other, one line a seed.
  ///
  /// - Throws: `ReportError`.
  public static func trajectory(_ report: SearchReport, space: SearchSpace) throws -> Reproduced {
    let states = report.trajectory.filter { $0.name.rule == .ranks }
    let last = states.map(\.step).max() ?? 0
    // Of many points, only the ends of the lines have their round beside them.
    func isLabelled(_ state: SearchReport.State) -> Bool {
      states.count <= 30 || state.step == 0 || state.step == last
    }
    let data = try DataTable([
      DataTable.Column("seed", states.map { "seed \($0.name.seed)" }),
      DataTable.Column("step", title: "pruning round", states.map { Double($0.step) }),
      DataTable.Column("kappa", title: "κ of the supernet", states.map(\.kappa)),
      DataTable.Column("regions", title: "R of the supernet", states.map(\.regions)),
      DataTable.Column("operations", title: "operations left", states.map { Double($0.operations) }),
      DataTable.Column("kappa_low", title: "least κ of the repeats", states.map(\.kappaRange.lowerBound)),
      DataTable.Column("kappa_high", title: "greatest κ", states.map(\.kappaRange.upperBound)),
      DataTable.Column("regions_low", title: "least R of the repeats", states.map(\.regionsRange.lowerBound)),
      DataTable.Column("regions_high", title: "greatest R", states.map(\.regionsRange.upperBound)),
      DataTable.Column("label", title: "round", states.map { isLabelled($0) ? String($0.step) : "" }),
    ])
    let isDARTS = space == .darts
    var result = Reproduced()
    func mean(_ value: (SearchReport.State) -> Double, at step: Int) -> Double {
      states.filter { $0.step == step }.map(value).mean
    }
    let ratios = [
      ("κ (geometric mean)", exp(mean({ log($0.kappa) }, at: last)) / exp(mean({ log($0.kappa) }, at: 0))),
      ("R", mean(\.regions, at: last) / mean(\.regions, at: 0)),
    ]
    let seeds = Set(states.map(\.name.seed)).count
    result.figures.append(
      try Figure(
        isDARTS ? "fig5-darts" : "fig5",
        title: "Figure 5: the supernet during the search, \(isDARTS ? "DARTS" : "NAS-Bench-201")",
        subtitle:
          "Means of the repeats, and their least and greatest; every round draws its own weights and images, as the search does",
        data: data,
        panels: [
          Panel(
            "Trainability",
            Lines(
              x: Axis("step"), y: Axis("kappa", .log), band: ("kappa_low", "kappa_high"), series: "seed",
              tooltip: ["operations"])),
          Panel(
            "Expressivity",
            Lines(
              x: Axis("step"), y: Axis("regions"), band: ("regions_low", "regions_high"), series: "seed",
              tooltip: ["operations"])),
          Panel(
            "Both, with the number of the round",
            Lines(
              x: Axis("kappa", .log), y: Axis("regions"),
              spread: (x: ("kappa_low", "kappa_high"), y: ("regions_low", "regions_high")), label: "label",
              series: "seed", order: "step", tooltip: ["operations"])),
        ],
        remarks: [
          "The paper's κ falls first, and its R is kept.",
          "Here the last round has \(ratios.map { "\(TextNumber.plain($0.1)) of the first round's \($0.0)" }.joined(separator: " and ")), \(seeds) \(seeds == 1 ? "seed" : "seeds").",
          ratios[0].1 < ratios[1].1 && ratios[0].1 < 1
            ? "That is as in the paper: κ falls by more than R."
            : "That is not as in the paper, and why is not known; one seed says little.",
        ]))
    let name = isDARTS ? "DARTS" : "NAS-Bench-201"
    for (what, ratio) in ratios {
      result.comparisons.append(
        Comparison(
          "fig5", "\(what) of the \(name) supernet, last round over first", paper: nil,
          here: Quantity(ratio, decimals: 3), count: seeds,
          note: "the paper: κ falls first, R is kept"))
    }
    return result
  }
}
