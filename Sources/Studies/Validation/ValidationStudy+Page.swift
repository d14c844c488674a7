import AccuracyTables
import Files
import Reports
import Scores

extension ValidationStudy {
  /// The study as a page: its figures, and a table a data set, the best metric first.
  ///
  /// - Parameter settings: how the scores came about.
  /// - Throws: `ReportError` for a figure that cannot be made.
  public func page(settings: [(name: String, value: String)]) throws -> ReportPage {
    ReportPage(
      title: "Metrics against accuracy",
      introduction: [
        "Every score is turned so that higher is better, and a good metric's numbers are positive. Brackets are 95% bootstrap "
          + "percentile intervals. What stands in brackets among the metrics is there to compare them with."
      ], figures: try figures(), tables: metrics.map { table($0.0) }, notes: notes + sliceNotes, settings: settings)
  }

  private func table(_ dataset: BenchmarkDataset) -> ReportPage.Table {
    let statistics: [(statistic: RankStatistic, title: String)] = [
      (.kendall, "Kendall τ"), (.spearman, "Spearman ρ"), (.gain, "nDCG"), (.precision, "precision"),
      (.regret10, "regret of 10"),
    ]
    let count = agreement.count(ColumnName(dataset)) ?? 0
    let titles = statistics.map { statistic, title in
      options.parameter(of: statistic, cells: count).map { "\(title) at \($0)" } ?? title
    }
    let values = Dictionary(
      rows.filter { $0.dataset == dataset && $0.slice == .all }.map { ([$0.metric, "\($0.statistic)"], $0.estimate) }
    ) { first, _ in first }
    let body = standings.filter { $0.dataset == dataset }.map { standing in
      [standing.title, standing.direction.rawValue]
        + statistics.map { statistic, _ in
          let estimate = standing.estimate(of: statistic) ?? values[[standing.name, "\(statistic)"]]
          return estimate?.text { TextNumber.plain($0) } ?? ""
        }
    }
    return ReportPage.Table(
      title: "\(dataset): \(grouped(count)) cells, population \(options.population.rawValue)",
      header: ["metric", "better"] + titles, rows: body)
  }
}
