import Foundation
import Reports
import Scores
import SearchSpaces

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
    let kinds: [(DARTS.CellKind, String)] = [(.normal, "normal cell"), (.reduce, "reduction cell")]
    var rows: [(group: String, value: Int, panel: String, kappa: [Double], regions: [Double])] = []
    for (kind, name) in kinds {
      for (property, measure) in [("depth", { (cell: DARTS.CellDesign) in cell.depth }), ("width", { $0.width })] {
        let groups = Dictionary(grouping: random) { measure($0.genotype[kind]) }
        for value in groups.keys.sorted() {
          let finite = groups[value]!.filter(\.kappa.isFinite)
          rows.append((name, value, property, finite.map { log10($0.kappa) }, groups[value]!.map(\.regions)))
        }
      }
    }
    func column(_ name: String, _ title: String, _ values: [Double]) -> DataTable.Column {
      DataTable.Column(name, title: title, values)
    }
    let (kappa, regions) = (rows.map { Spread($0.kappa) }, rows.map { Spread($0.regions) })
    let data = try DataTable([
      DataTable.Column("cell", rows.map(\.group)), DataTable.Column("property", rows.map(\.panel)),
      DataTable.Column("value", title: "edges", rows.map { String($0.value) }),
      DataTable.Column("cells", rows.map(\.regions.count)), column("kappa", "mean of log₁₀ κ", kappa.map(\.mean)),
      column("kappa_low", "low", kappa.map(\.low)), column("kappa_high", "high", kappa.map(\.high)),
      column("regions", "mean R", regions.map(\.mean)), column("regions_low", "low", regions.map(\.low)),
      column("regions_high", "high", regions.map(\.high)),
    ])
    let panels = ["depth", "width"].flatMap { property in
      [
        ("κ by \(property)", Axis("kappa"), ("kappa_low", "kappa_high")),
        ("R by \(property)", Axis("regions"), ("regions_low", "regions_high")),
      ].map { title, axis, ends in
        Panel(
          title, only: Panel.Subset("property", equals: property),
          Means(
            category: "value", mean: axis, interval: (low: ends.0, high: ends.1), series: "cell", tooltip: ["cells"]))
      }
    }
    var result = Reproduced()
    result.figures.append(
      try Figure(
        "fig8", title: "Figure 8: random DARTS cells by depth and width",
        subtitle: "\(random.count) genotypes; bars are 95% intervals of the means", data: data, panels: panels,
        panelsPerRow: 2))
    for (property, measure) in [("depth", { (cell: DARTS.CellDesign) in cell.depth }), ("width", { $0.width })] {
      let values = random.map { measure($0.genotype.normal) }
      guard let low = values.min(), let high = values.max() else { continue }
      func average(_ value: Int) -> Double {
        Spread(random.filter { measure($0.genotype.normal) == value && $0.kappa.isFinite }.map { log10($0.kappa) }).mean
      }
      result.comparisons.append(
        Comparison(
          "fig8", "mean log₁₀ κ at normal-cell \(property) \(high) less that at \(low)", paper: nil,
          here: Quantity(average(high) - average(low), decimals: 3), count: random.count,
          note: "the paper: shallow, wide cells are preferred"))
    }
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

  private struct Scored {
    let index: Int
    let genotype: DARTS.Genotype
    let kappa, regions: Double
  }

  /// A mean and its 95% interval, ± 1.96 standard errors; without an interval for a single value.
  private struct Spread {
    let mean, low, high: Double

    init(_ values: [Double]) {
      let count = Double(values.count)
      mean = values.reduce(0, +) / count
      var error = 0.0
      if count > 1 {
        let mean = mean
        error = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) / count).squareRoot()
      }
      (low, high) = (mean - 1.96 * error, mean + 1.96 * error)
    }
  }

  /// The genotypes of a run with their scores, averaged over repeats.
  private static func means(_ run: String) throws -> [Scored] {
    try Dictionary(grouping: scores(run), by: \.genotype).values.map(mean).sorted { $0.index < $1.index }
  }

  private static func mean(_ rows: [Scored]) -> Scored {
    Scored(
      index: rows[0].index, genotype: rows[0].genotype,
      kappa: rows.reduce(0) { $0 + $1.kappa } / Double(rows.count),
      regions: rows.reduce(0) { $0 + $1.regions } / Double(rows.count))
  }

  /// A run's rows.
  private static func scores(_ run: String) throws -> [Scored] {
    let file = try ScoreFile(path: run)
    guard let kappa = file.metrics.firstIndex(of: "kappa"), let regions = file.metrics.firstIndex(of: "regions") else {
      throw StudyError(.badData, "\(run): has no kappa and regions")
    }
    return try file.rows.map { row in
      Scored(
        index: row.index, genotype: try DARTS.Genotype(parsing: row.architecture), kappa: row.scores[kappa] ?? .nan,
        regions: row.scores[regions] ?? .nan)
    }
  }
}
