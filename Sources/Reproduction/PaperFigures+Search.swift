import Files
import Foundation
import Reports
import Scores
import SearchSpaces
import Searching

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
              here: Quantity(row.mean, row.deviation.map { .deviation($0) } ?? .unknown, decimals: 2), count: row.count,
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
      let differences = both.compactMap { seed, value in alone[seed].map { value - $0 } }
      guard differences.count > 1 else { return nil }
      let mean = differences.reduce(0, +) / Double(differences.count)
      let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let error = (squares / Double(differences.count - 1) / Double(differences.count)).squareRoot()
      return "table4: both metrics minus \(rule.rawValue) alone on CIFAR-100: \(TextNumber.plain(mean, places: 2)) ± "
        + "\(TextNumber.plain(error, places: 2)) points (mean and standard error over \(differences.count) seeds)"
    }
  }

  /// Figure 5: κ_N and R_N of the supernet after each round, one line a seed.
  ///
  /// - Parameters:
  ///   - directory: a directory of searches.
  ///   - space: its space, for the title and the name.
  /// - Throws: ``StudyError`` if there is no trajectory; `ReportError`.
  public static func trajectory(directory: String, space: SearchSpace) throws -> Reproduced {
    var reader = try CSVReader(path: "\(directory)/trajectory.csv")
    let header = try reader.next()?.fields ?? []
    guard let kappa = header.firstIndex(of: "kappa"), let regions = header.firstIndex(of: "regions") else {
      throw StudyError(.badData, "\(directory)/trajectory.csv: line 1: has no columns kappa and regions")
    }
    var (seeds, steps, kappas, counts, left) = ([String](), [Double](), [Double](), [Double](), [Double]())
    while let record = try reader.next() {
      guard record.fields.count == header.count, record.fields[0] == PruningRule.ranks.rawValue else { continue }
      seeds.append("seed \(record.fields[1])")
      steps.append(Double(record.fields[2]) ?? .nan)
      kappas.append(Double(record.fields[kappa]) ?? .nan)
      counts.append(Double(record.fields[regions]) ?? .nan)
      left.append(Double(record.fields[6]) ?? .nan)
    }
    let data = try DataTable([
      DataTable.Column("seed", seeds), DataTable.Column("step", title: "pruning round", steps),
      DataTable.Column("kappa", title: "κ of the supernet", kappas),
      DataTable.Column("regions", title: "R of the supernet", counts),
      DataTable.Column("operations", title: "operations left", left),
    ])
    let isDARTS = space == .darts
    var result = Reproduced()
    result.figures.append(
      try Figure(
        isDARTS ? "fig5-darts" : "fig5",
        title: "Figure 5: the supernet during the search, \(isDARTS ? "DARTS" : "NAS-Bench-201")",
        subtitle: "Means of three repeats; every round draws its own weights and images, as the search does.",
        data: data,
        panels: [
          Panel(
            "Trainability",
            Lines(x: Axis("step"), y: Axis("kappa", .log), series: "seed", tooltip: ["operations"])),
          Panel("Expressivity", Lines(x: Axis("step"), y: Axis("regions"), series: "seed", tooltip: ["operations"])),
        ], panelsPerRow: 2))
    let last = steps.max() ?? 0
    func geometricMean(at step: Double) -> Double {
      let logs = steps.indices.filter { steps[$0] == step }.map { log(kappas[$0]) }
      return exp(logs.reduce(0, +) / Double(logs.count))
    }
    func mean(at step: Double) -> Double {
      let values = steps.indices.filter { steps[$0] == step }.map { counts[$0] }
      return values.reduce(0, +) / Double(values.count)
    }
    let name = isDARTS ? "DARTS" : "NAS-Bench-201"
    for (what, before, after) in [
      ("κ (geometric mean)", geometricMean(at: 0), geometricMean(at: last)), ("R", mean(at: 0), mean(at: last)),
    ] {
      result.comparisons.append(
        Comparison(
          "fig5", "\(what) of the \(name) supernet, last round over first", paper: nil,
          here: Quantity(after / before, decimals: 3), count: Set(seeds).count,
          note: "the paper: κ falls first, R is kept"))
    }
    return result
  }
}
