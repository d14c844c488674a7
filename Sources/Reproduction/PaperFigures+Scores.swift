import AccuracyTables
import Files
import Metrics
import Reports
import Scores
import SearchSpaces
import Statistics
import Studies

/// The paper's figures and tables, from runs, searches and an accuracy table.
public enum PaperFigures {
  private static let datasets: [(dataset: BenchmarkDataset, title: String)] = [
    (.cifar10, "CIFAR-10"), (.cifar100, "CIFAR-100"), (.imagenet16, "ImageNet16-120"),
  ]

  /// Figures 1, 3, 9 and 4: scores of NAS-Bench-201 against accuracy, as far as asked for.
  ///
  /// - Parameters:
  ///   - items: which of them.
  ///   - run: the run directory.
  ///   - table: accuracy in the benchmark's index order.
  ///   - threads: threads for the bootstrap; the result does not depend on it.
  /// - Throws: ``StudyError`` if run and table do not give a correlation; `ReportError` for a figure that cannot be made.
  public static func scores(
    _ items: Set<PaperItem>, run: String, table: AccuracyTable, threads: Int
  ) throws -> Reproduced {
    let file = try ScoreFile(path: run)
    let scores = try CellScores(file, of: .nasBench201, name: run)
    let (kappa, regions) = try scores.kappaAndRegions(name: run)
    let known = datasets.filter { table.columnNames.contains(ColumnName($0.dataset)) }
    let correlations = try Self.correlations(
      Set(items.compactMap(correlated)), of: file, name: run, table: table,
      options: AgreementOptions(datasets: known.map(\.dataset), threads: threads))
    let sum = try combinedRank(kappa: kappa, regions: regions)
    var columns: [DataTable.Column] = [
      DataTable.Column("index", scores.indices),
      DataTable.Column(
        "architecture", title: "cell", try scores.indices.map { try NASBench201.architecture(at: $0).description }),
      DataTable.Column("kappa", title: "κ", kappa), DataTable.Column("regions", title: "R (linear regions)", regions),
      DataTable.Column("rank_sum", title: "rank(κ) + rank(R)", sum),
      DataTable.Column(
        "convolutions", title: "convolutions of the cell",
        try scores.indices.map { try NASBench201.architecture(at: $0).numberOfTrainableLayers }),
    ]
    for (dataset, title) in known {
      let accuracy = try table.values(ColumnName(dataset))
      columns.append(
        DataTable.Column(
          dataset.rawValue, title: "\(title) test accuracy (%)", scores.indices.map { accuracy[$0] }))
    }
    let data = try DataTable(columns)
    let single = try singleDraw(file, scores: scores, table: table)
    var result = Reproduced()
    for (item, symbol, axis, title) in [
      (
        PaperItem.fig1, "κ", Axis("kappa", .log, showsInfinity: true),
        "Figure 1: κ (trainability, lower is better) against test accuracy"
      ),
      (
        .fig3, "R", Axis("regions"),
        "Figure 3: R (expressivity, higher is better) against test accuracy"
      ),
      (
        .fig9, "rank sum", Axis("rank_sum"),
        "Figure 9: rank(κ) + rank(R), lower is better, against test accuracy"
      ),
    ] where items.contains(item) {
      let rows = correlations.filter { $0.metric == correlated(item) }
      result.figures.append(
        try Figure(
          item.rawValue, title: title, subtitle: count(rows), data: data,
          panels: rows.map { row in
            Panel(
              known.first { $0.dataset == row.dataset }!.title, subtitle: caption(row),
              Scatter(
                x: axis, y: Axis(row.dataset.rawValue, title: "test accuracy (%)"),
                tooltip: ["index", "architecture", "kappa", "regions"],
                shade: "convolutions"))
          }, remarks: remarks(rows, symbol, item: item, single: single)))
      result.comparisons += rows.map { row in comparison(row, symbol, item: item) }
    }
    if items.contains(.fig9) {
      let best = sum.indices.sorted { (sum[$0], scores.indices[$0]) < (sum[$1], scores.indices[$1]) }.prefix(10)
      result.gallery = ReportPage.Gallery(
        title: "The best cells by rank(κ) + rank(R)",
        items: try best.map { place in
          let index = scores.indices[place]
          let accuracies = try known.compactMap { dataset, title in
            AccuracyPlace(of: index, in: try table.values(ColumnName(dataset))).map {
              "\(title) \(TextNumber.plain($0.value, places: 2))% (place \($0.rank))"
            }
          }
          return (
            CellPicture.svg(try NASBench201.architecture(at: index)),
            "cell \(index): " + accuracies.joined(separator: ", ")
          )
        })
    }
    if items.contains(.fig4) { result.add(try operationShares(scores, kappa: kappa, regions: regions)) }
    return result
  }

  /// What a figure compares with accuracy; nil for one that does not.
  private static func correlated(_ item: PaperItem) -> String? {
    switch item {
    case .fig1: Kappa.description.name
    case .fig3: Regions.description.name
    case .fig9: CombinedRank.name
    default: nil
    }
  }

  /// Metrics with every data set; nothing where none is wanted.
  private static func correlations(
    _ metrics: Set<String>, of file: ScoreFile, name: String, table: AccuracyTable, options: AgreementOptions
  ) throws -> [CorrelationStudy.Row] {
    guard !metrics.isEmpty else { return [] }
    return try CorrelationStudy(file, name: name, table: table, metrics: metrics, options: options).rows
  }

  private static func caption(_ row: CorrelationStudy.Row) -> String {
    let paper = paper(row).map { "; paper: \($0.text)" } ?? ""
    return "τ = \(row.kendall.text { TextNumber.plain($0) })\(paper)"
  }

  /// How many cells there are, by data set where they differ in that.
  private static func count(_ rows: [CorrelationStudy.Row]) -> String {
    if let first = rows.first, rows.allSatisfy({ $0.count == first.count }) { return "\(grouped(first.count)) cells" }
    return "cells: " + rows.map { "\(grouped($0.count)) on \($0.dataset)" }.joined(separator: ", ")
  }

  /// What the paper has of the same; nil where it has nothing.
  private static func paper(_ row: CorrelationStudy.Row) -> Quantity? {
    row.dataset == PaperNumbers.dataset
      ? PaperNumbers.kendallTau[row.metric].map { Quantity($0, decimals: 2) } : nil
  }

  /// What the first draw alone ranks: τ with the accuracy that the paper has, by metric; nothing where a run has one draw.
  private static func singleDraw(
    _ file: ScoreFile, scores: CellScores, table: AccuracyTable
  ) throws -> [String: Double] {
    let draws = Set(file.rows.map(\.repeat)).count
    let name = ColumnName(PaperNumbers.dataset)
    guard draws > 1, table.columnNames.contains(name) else { return [:] }
    let accuracy = try table.values(name)
    let first = file.rows.filter { $0.repeat == 0 && !accuracy[$0.index].isNaN }.sorted { $0.index < $1.index }
    func column(_ metric: String) -> [Double]? {
      guard let place = file.metrics.firstIndex(of: metric) else { return nil }
      let values = first.compactMap { $0.scores[place] }
      return values.count == first.count && !values.contains(where: \.isNaN) ? values : nil
    }
    var columns: [String: [Double]] = [:]
    for metric in CombinedRank.parts { columns[metric] = column(metric) }
    if let kappa = columns[Kappa.description.name], let regions = columns[Regions.description.name] {
      columns[CombinedRank.name] = try combinedRank(kappa: kappa, regions: regions)
    }
    return try columns.compactMapValues { try kendallTauB($0, first.map { accuracy[$0.index] }).value }
  }

  /// Why the number of the paper's data set is not the paper's, as far as that is known; nil where it agrees.
  private static func reason(
    _ rows: [CorrelationStudy.Row], _ symbol: String, item: PaperItem, single: [String: Double]
  ) -> String? {
    guard let row = rows.first(where: { $0.dataset == PaperNumbers.dataset }), let here = row.kendall.value,
      let verdict = comparison(row, symbol, item: item).verdict, verdict != .agrees
    else { return nil }
    if verdict == .stronger, let first = single[row.metric], abs(first) < abs(here) {
      return
        "Averaging draws takes noise out, and makes it stronger: the first draw alone has τ = \(TextNumber.plain(first))."
    }
    let draw = single[row.metric].map { "; the first draw alone has τ = \(TextNumber.plain($0))" } ?? ""
    return "Why it \(verdict == .differs ? "differs" : "is \(verdict)") is not known\(draw)."
  }

  /// What the paper says, what is here, and why the two differ.
  private static func remarks(
    _ rows: [CorrelationStudy.Row], _ symbol: String, item: PaperItem, single: [String: Double]
  ) -> [String] {
    let paper = PaperNumbers.kendallTau[rows.first?.metric ?? ""].map { Quantity($0, decimals: 2).text }
    let here = rows.map { row in
      let verdict = comparison(row, symbol, item: item).verdict.map { " (\($0))" } ?? ""
      return "\(row.kendall.text { TextNumber.plain($0) }) on \(row.dataset)\(verdict)"
    }
    return [
      paper.map { "The paper has τ = \($0) for \(symbol) with \(PaperNumbers.dataset) test accuracy over all cells." },
      "Here it is \(here.joined(separator: ", ")), over \(count(rows)).",
      reason(rows, symbol, item: item, single: single),
    ].compactMap(\.self)
  }

  private static func comparison(_ row: CorrelationStudy.Row, _ symbol: String, item: PaperItem) -> Comparison {
    Comparison(
      item.rawValue, "τ of \(symbol), \(row.dataset)", paper: paper(row), here: Quantity(row.kendall), count: row.count,
      isCorrelation: true)
  }
}

// MARK: figure 4

extension PaperFigures {
  /// Shares of the five operations over the edges of the best tenth of the cells.
  private static func operationShares(
    _ scores: CellScores, kappa: [Double], regions: [Double]
  ) throws -> Reproduced {
    let cells = try scores.indices.map { try NASBench201.architecture(at: $0) }
    let count = CellSlice.count(percent: 10, of: cells.count)
    var bars: [(operation: String, metric: String, source: String, share: Double, low: Double, high: Double)] = []
    var result = Reproduced()
    let orders = [
      ("κ", cells.indices.sorted { (kappa[$0], $0) < (kappa[$1], $1) }, PaperNumbers.operationSharesByKappa),
      ("R", cells.indices.sorted { (-regions[$0], $0) < (-regions[$1], $1) }, PaperNumbers.operationSharesByRegions),
    ]
    for (metric, order, paper) in orders {
      let best = order.prefix(count).map { cells[$0].operations }
      for (place, operation) in NASBench201.Operation.allCases.enumerated() {
        let shares = Spread(best.map { cell in Double(cell.count { $0 == operation }) / Double(cell.count) })
        let share = shares.mean
        let interval = shares.standardError.map { Quantity.Spread.interval(share - 1.96 * $0, share + 1.96 * $0) }
        let error = 1.96 * (shares.standardError ?? .nan)
        bars.append((operation.rawValue, metric, "paper", paper[place], .nan, .nan))
        bars.append((operation.rawValue, metric, "here", share, share - error, share + error))
        result.comparisons.append(
          Comparison(
            "fig4", "top 10% by \(metric): \(operation.rawValue)", paper: Quantity(paper[place]),
            here: Quantity(share, interval ?? .unknown), count: count))
      }
    }
    let shortNames = [
      "none": "none", "skip_connect": "skip", "nor_conv_1x1": "1x1 conv", "nor_conv_3x3": "3x3 conv",
      "avg_pool_3x3": "pooling",
    ]
    let verdicts = result.comparisons.filter { $0.what.hasPrefix("top 10% by κ") }.compactMap(\.verdict)
    func list(_ shares: [Double]) -> String {
      shares.map { TextNumber.plain($0, places: 3).replacing("0.", with: ".", maxReplacements: 1) }.joined(
        separator: " ")
    }
    func here(by metric: String) -> [Double] {
      bars.filter { $0.metric == metric && $0.source == "here" }.map(\.share)
    }
    let data = try DataTable([
      DataTable.Column("operation", bars.map(\.operation)),
      DataTable.Column("name", title: "operation", bars.map { shortNames[$0.operation]! }),
      DataTable.Column("bar", title: "best by, from", bars.map { "\($0.metric), \($0.source)" }),
      DataTable.Column("metric", title: "best by", bars.map(\.metric)),
      DataTable.Column("source", title: "from", bars.map(\.source)),
      DataTable.Column("low", title: "95% interval, from", bars.map(\.low)),
      DataTable.Column("high", title: "to", bars.map(\.high)),
      DataTable.Column("share", title: "share of the edges", bars.map(\.share)),
    ])
    result.figures.append(
      try Figure(
        "fig4", title: "Figure 4: operations in the top 10% by κ and by R",
        subtitle:
          "\(grouped(count)) cells of \(grouped(cells.count)); hollow: the paper; filled: here, with 95% intervals",
        data: data,
        panels: [
          Panel(
            "",
            GroupedBars(
              category: "name", value: Axis("share"), group: "bar", hue: "metric",
              hollow: ("source", "paper"), interval: ("low", "high")))
        ],
        remarks: [
          "The paper's shares of none, skip, 1x1, 3x3 and pooling are \(list(PaperNumbers.operationSharesByKappa)) by κ and \(list(PaperNumbers.operationSharesByRegions)) by R.",
          "Here they are \(list(here(by: "κ"))) by κ and \(list(here(by: "R"))) by R; intervals are 95% ones of the means over these \(grouped(count)) cells.",
        ]
          + (verdicts.allSatisfy { $0 == .agrees }
            ? []
            : [
              "Why those by κ differ is not known: no protocol tried and none of 15 variants of κ gives the paper's. Were skip-connections and 1x1 convolutions exchanged there, they would be close."
            ])))
    return result
  }
}

// MARK: figure 10

extension PaperFigures {
  /// Figure 10: train against test accuracy, for the data sets whose table has both.
  ///
  /// - Throws: ``StudyError``, `ReportError`.
  public static func trainAccuracy(_ table: AccuracyTable, threads: Int) throws -> Reproduced {
    var result = Reproduced()
    for (dataset, title) in datasets {
      let names = [ColumnName(dataset, "train_accuracy"), ColumnName(dataset)]
      guard names.allSatisfy(table.columnNames.contains) else { continue }
      let train = try table.values(names[0])
      var joined = JoinedScores(cells: Array(train.indices), [.init(names[0].name, train)])
      let target = try joined.join(names[1], of: table)
      let rows = target.complete
      guard rows.count >= 2 else { continue }
      let agreement = try Agreement(joined, statistics: [.kendall], options: AgreementOptions(threads: threads))
      let tau = Quantity(agreement[names[0].name, .kendall, names[1]]!)
      let data = try DataTable([
        DataTable.Column(
          "architecture", title: "cell", try rows.map { try NASBench201.architecture(at: $0).description }),
        DataTable.Column("train", title: "\(title) train accuracy (%)", rows.map { train[$0] }),
        DataTable.Column("test", title: "\(title) test accuracy (%)", rows.map { target.values[$0] }),
      ])
      result.figures.append(
        try Figure(
          "fig10-\(dataset)", title: "Figure 10: train against test accuracy, \(title)", data: data,
          panels: [
            Panel(
              "", subtitle: "τ = \(tau?.text ?? "not defined"), n = \(grouped(rows.count))",
              Scatter(x: Axis("train"), y: Axis("test"), tooltip: ["architecture"]))
          ],
          remarks: [
            "The paper has τ = \(Quantity(PaperNumbers.trainAccuracyTau, decimals: 2).text) of train with test accuracy on cifar100.",
            "Here it is \(tau?.text ?? "not defined") on \(dataset), n = \(rows.count).",
          ]))
      result.comparisons.append(
        Comparison(
          "fig10", "τ of train accuracy, \(dataset)",
          paper: dataset == .cifar100 ? Quantity(PaperNumbers.trainAccuracyTau, decimals: 2) : nil, here: tau,
          count: rows.count, isCorrelation: true))
    }
    if result.figures.isEmpty {
      result.notes.append(
        "fig10: the table has no train accuracy; import a NATS-Bench archive with `tenas table import --from nats-bench`"
      )
    }
    return result
  }
}

extension Quantity {
  /// A statistic with its interval; nil where it is not defined.
  init?(_ estimate: Estimate) {
    guard let value = estimate.value else { return nil }
    self.init(value, estimate.interval.bounds.map { .interval($0.lowerBound, $0.upperBound) } ?? .unknown)
  }
}
