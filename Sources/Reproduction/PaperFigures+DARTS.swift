import Foundation
import Reports
import Scores
import SearchSpaces
import Statistics

extension PaperFigures {
  /// A genotype that the authors published, searched on ImageNet.
  public static let publishedGenotype =
    "Genotype(normal=[('dil_conv_5x5', 0), ('sep_conv_5x5', 1), ('sep_conv_5x5', 0), ('sep_conv_3x3', 1), "
    + "('sep_conv_5x5', 0), ('skip_connect', 2), ('dil_conv_5x5', 1), ('dil_conv_5x5', 3)], normal_concat=range(2, 6), "
    + "reduce=[('dil_conv_5x5', 0), ('sep_conv_3x3', 1), ('dil_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_5x5', 1), "
    + "('sep_conv_5x5', 3), ('skip_connect', 3), ('sep_conv_5x5', 4)], reduce_concat=range(2, 6))"

  /// Figure 8: κ_N and R_N of random DARTS cells by depth and width of the normal cell, and the percentiles of the authors'
  /// genotype among them.
  ///
  /// κ is averaged as log₁₀: its distribution is skewed over orders of magnitude.
  ///
  /// - Parameters:
  ///   - run: a run of random genotypes.
  ///   - published: a run of ``publishedGenotype``.
  /// - Throws: ``StudyError``, `ReportError`.
  public static func genotypes(run: String, published: String) throws -> Reproduced {
    let random = try means(run)
    let own = try scores(published)
    var result = Reproduced()
    result.comparisons = properties.compactMap { extremes(of: $0, random) }
    result.figures = [try figure(random, remarks: result.comparisons)]
    func percentile(_ isWorse: (Scored, Scored) -> Bool) -> Quantity {
      let worse = own.map { cell in Double(random.count { isWorse($0, cell) }) / Double(random.count) }
      return Quantity(100 * worse.reduce(0, +) / Double(worse.count), decimals: 1)
    }
    let note = "mean over \(own.count) initialisations of it, each beside one of every random cell"
    result.comparisons += [
      Comparison(
        "fig8", "authors' genotype: % of random cells with a worse (higher) κ", paper: nil,
        here: percentile { $0.kappa > $1.kappa }, count: random.count, note: note),
      Comparison(
        "fig8", "authors' genotype: % of random cells with a worse (lower) R", paper: nil,
        here: percentile { $0.regions < $1.regions }, count: random.count, note: note),
    ]
    return result
  }

  /// What a cell's design is measured by.
  private typealias Property = (name: String, title: String, measure: @Sendable (DARTS.CellDesign) -> Int)
  private static let properties: [Property] = [
    ("depth", "depth: edges on the longest path", { $0.depth }),
    ("width", "width: edges from the inputs", { $0.width }),
  ]

  /// Means of log₁₀ κ, where finite, and of R by the properties of both cells.
  private static func figure(_ random: [Scored], remarks: [Comparison]) throws -> Figure {
    let kinds: [(DARTS.CellKind, String)] = [(.normal, "normal cell"), (.reduce, "reduction cell")]
    let rows = kinds.flatMap { kind, name in
      properties.flatMap { property in
        Dictionary(grouping: random) { property.measure($0.genotype[kind]) }.sorted { $0.key < $1.key }.map {
          (cell: name, property: property.name, value: $0.key, scores: $0.value)
        }
      }
    }
    func columns(_ name: String, _ title: String, _ values: ([Scored]) -> [Double]) -> [DataTable.Column] {
      let spreads = rows.map { Spread(values($0.scores)) }
      let errors = spreads.map { 1.96 * ($0.standardError ?? 0) }
      return [
        DataTable.Column(name, title: title, spreads.map(\.mean)),
        DataTable.Column("\(name)_low", title: "low", zip(spreads, errors).map { $0.mean - $1 }),
        DataTable.Column("\(name)_high", title: "high", zip(spreads, errors).map { $0.mean + $1 }),
      ]
    }
    let data = try DataTable(
      [
        DataTable.Column("cell", rows.map(\.cell)), DataTable.Column("property", rows.map(\.property)),
        DataTable.Column("value", title: "edges", rows.map { String($0.value) }),
        DataTable.Column("cells", rows.map(\.scores.count)),
      ] + columns("kappa", "mean log κ, to base 10", logarithms) + columns("regions", "mean R") { $0.map(\.regions) })
    let panels = properties.flatMap { property in
      [("κ", "kappa"), ("R", "regions")].map { symbol, metric in
        Panel(
          "\(symbol) by \(property.name)", only: Panel.Subset("property", equals: property.name),
          Means(
            category: "value", title: property.title, mean: Axis(metric),
            interval: (low: "\(metric)_low", high: "\(metric)_high"),
            series: "cell", tooltip: ["cells"]))
      }
    }
    let contrary = remarks.filter { row in
      row.here.map { row.what.contains("depth") ? $0.value <= 0 : $0.value >= 0 } ?? false
    }
    return try Figure(
      "fig8", title: "Figure 8: random DARTS cells by depth and width",
      subtitle: "\(grouped(random.count)) genotypes; bars are 95% intervals of the means", data: data, panels: panels,
      panelsPerRow: 2,
      remarks: [
        "The paper's search prefers shallow, wide cells.",
        "Here " + remarks.map { "\($0.what) is \($0.here?.text ?? "not defined")" }.joined(separator: ", ") + ".",
        contrary.isEmpty
          ? "Both are as the paper's preference would have them: κ is better the lower."
          : "κ, which is better the lower, does not show that preference; why is not known. It is of one draw a genotype here.",
      ])
  }

  /// Mean log₁₀ κ of the cells with the most of a property less that of those with the least.
  private static func extremes(of property: Property, _ random: [Scored]) -> Comparison? {
    let groups = Dictionary(grouping: random) { property.measure($0.genotype.normal) }
    guard let low = groups.keys.min(), let high = groups.keys.max() else { return nil }
    return Comparison(
      "fig8", "mean log₁₀ κ at normal-cell \(property.name) \(high) less that at \(low)", paper: nil,
      here: Quantity(logarithms(groups[high]!).mean - logarithms(groups[low]!).mean, decimals: 3),
      count: random.count, note: "the paper: shallow, wide cells are preferred")
  }

  private static func logarithms(_ cells: [Scored]) -> [Double] {
    cells.map(\.kappa).filter(\.isFinite).map { log10($0) }
  }

  private struct Scored {
    let index: Int
    let genotype: DARTS.Genotype
    let kappa, regions: Double
  }

  /// The genotypes of a run with their scores, averaged over repeats.
  private static func means(_ run: String) throws -> [Scored] {
    try Dictionary(grouping: scores(run), by: \.genotype).values.map(mean).sorted { $0.index < $1.index }
  }

  private static func mean(_ rows: [Scored]) -> Scored {
    Scored(
      index: rows[0].index, genotype: rows[0].genotype, kappa: rows.map(\.kappa).mean, regions: rows.map(\.regions).mean
    )
  }

  /// A run's rows.
  private static func scores(_ run: String) throws -> [Scored] {
    let file = try ScoreFile(path: run)
    let places = CombinedRank.parts.compactMap { file.metrics.firstIndex(of: $0) }
    guard places.count == 2 else { throw StudyError(.badData, "\(run): has no kappa and regions") }
    return try file.rows.map { row in
      Scored(
        index: row.index, genotype: try DARTS.Genotype(parsing: row.architecture), kappa: row.scores[places[0]] ?? .nan,
        regions: row.scores[places[1]] ?? .nan)
    }
  }
}
