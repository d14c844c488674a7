import AccuracyTables
import Files
import Metrics
import Reports
import Scores
import Statistics

extension CorrelationStudy {
  /// A row a data set and metric. People see τ and ρ of the scores turned so that higher is better, and beside them τ as the paper has its
  /// sign, and the paper's own; programs see `kendall_tau` and `spearman_rho` of the scores as they are, as ever, and `tau` and `rho` turned.
  ///
  /// The paper gives τ for one data set only. It stands beside the rows of every data set, in a column that names its own,
  /// so that a table without that data set still shows what the paper found.
  public var table: ResultTable {
    let columns: [ResultTable.Column<Row>] = [
      .text("dataset", title: "data set", typeset: TeX.dataset) { $0.dataset.rawValue },
      .text("population") { $0.population.rawValue },
      .text("metric", title: "metric", typeset: TeX.metric) { $0.metric },
      .integer("n", title: "n") { $0.count },
      .estimate("kendall_tau", ends: "kendall", competes: false) { $0.kendall.ends },
      .estimate("spearman_rho", ends: "spearman", competes: false) { $0.spearman.ends },
      .estimate("tau", ends: "tau", title: "Kendall tau [95%]") { $0.merit.kendall.ends },
      .estimate("rho", ends: "rho", title: "Spearman rho [95%]") { $0.merit.spearman.ends },
      .text("better", title: "better") { $0.direction?.rawValue ?? "" },
    ]
    return ResultTable(
      rows, columns + (isOfThePaper ? [Self.raw, Self.paper] : []),
      dispensable: [Self.sign, "Spearman rho [95%]", "better", "n", Self.paperTitle])
  }

  /// ``table`` as CSV.
  public var csv: String { table.csv }

  /// Writes the CSV, replacing the file in one step.
  public func writeCSV(to path: String) throws { try AtomicFile.write(csv, to: path) }

  private typealias Column = ResultTable.Column<Row>

  private static let sign = "raw tau"
  private static let paperTitle = "paper (\(PaperNumbers.dataset))"

  private static var raw: Column {
    .mixed([], title: sign) { _ in
      []
    } shown: { row in
      row.kendall.value.map { TextNumber.aligned($0, places: 3) } ?? ""
    }
  }

  private static var paper: Column {
    .mixed([], title: paperTitle) { _ in
      []
    } shown: { row in
      PaperNumbers.kendallTau[row.metric].map { TextNumber.aligned($0, places: 2) } ?? ""
    }
  }

  /// The paper correlates on NAS-Bench-201 only.
  private var isOfThePaper: Bool { space == .nasBench201 }

  /// What a reader of ``table`` must know of its columns.
  public var explanation: String {
    let turned =
      "tau and rho are positive where a metric ranks well, whether its high or its low scores are the good ones"
    guard isOfThePaper else { return turned }
    return
      "\(turned); `\(Self.sign)` has the scores' own sign, and so have the paper's numbers (TE-NAS, figures 1, 3 and 9: \(PaperNumbers.dataset), all cells)"
  }
}

extension TeX {
  /// A data set's name as papers write it.
  static func dataset(_ name: String) -> String {
    [
      BenchmarkDataset.cifar10.rawValue: "CIFAR-10", BenchmarkDataset.cifar10Valid.rawValue: "CIFAR-10 (half)",
      BenchmarkDataset.cifar100.rawValue: "CIFAR-100", BenchmarkDataset.imagenet16.rawValue: "ImageNet16-120",
    ][name] ?? escaped(name)
  }

  /// A metric's name as papers write it.
  static func metric(_ name: String) -> String {
    [
      Kappa.description.name: #"$\kappa_N$"#, Regions.description.name: "$R_N$",
      CombinedRank.name: #"$\kappa_N$ and $R_N$"#, "flops": "FLOPs",
    ][name] ?? escaped(name)
  }
}
