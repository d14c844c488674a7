import AccuracyTables
import Files
import Reports
import SearchSpaces
import Searching
import Statistics
import Studies

/// What searches found as a page: the cells drawn, with their accuracies, and the course of the searches.
public enum SearchPage {
  /// Cells drawn on a page; further ones are in the CSV.
  private static let shown = 12

  /// Of searches by pruning: the cells found, κ_N and R_N of the supernets, and the paper's accuracies beside.
  ///
  /// - Parameter settings: how the numbers came about.
  /// - Throws: `ReportError` for a figure that cannot be made.
  public static func pruning(
    _ report: SearchReport, space: SearchSpace, settings: [(name: String, value: String)]
  ) throws -> ReportPage {
    let course =
      report.trajectory.contains { $0.name.rule == .ranks }
      ? try PaperFigures.trajectory(report, space: space).figures : []
    let items = try report.found.prefix(shown).map { try item($0, space) }
    let rules = Set(report.found.map(\.name.rule))
    let items4and5 = [PaperItem.table4, .table5].filter { !rules.isDisjoint(with: Set($0.rules).subtracting([.ranks])) }
    let tables = PaperFigures.tables(Set([.table1] + items4and5), report: report)
    return ReportPage(
      title: "Cells found by pruning, \(space == .darts ? "DARTS" : "NAS-Bench-201")",
      introduction: [
        "A supernet was pruned to a cell by \(rules.map(\.rawValue).sorted().joined(separator: ", ")). "
          + "No accuracy had a part in that."
      ], figures: course, comparisons: space == .nasBench201 ? tables.comparisons : [], tables: [table(report)],
      gallery: items.isEmpty
        ? nil : ReportPage.Gallery(title: "The cells found", items: items, least: space == .darts ? 380 : 200),
      settings: settings)
  }

  /// A cell drawn, with the search that found it.
  private static func item(
    _ found: SearchReport.Found, _ space: SearchSpace
  ) throws -> (svg: String, caption: String) {
    let search = "\(found.name.rule.rawValue), seed \(found.name.seed)"
    switch space {
    case .darts: return (GenotypePicture.svg(try DARTS.Genotype(parsing: found.cell)), search)
    case .nasBench201:
      let cell = try NASBench201.Architecture(parsing: found.cell)
      return (CellPicture.svg(cell), caption(search, NASBench201.index(of: cell), found.accuracies))
    }
  }

  private static func table(_ report: SearchReport) -> ReportPage.Table {
    let known = SearchReport.datasets.indices.filter { place in report.found.contains { $0.accuracies[place] != nil } }
    return ReportPage.Table(
      title: "By rule and seed",
      header: ["rule", "seed"] + known.map { "\(SearchReport.datasets[$0].rawValue) (place)" } + ["seconds", "cell"],
      rows: report.found.map { found in
        [found.name.rule.rawValue, String(found.name.seed)]
          + known.map { found.accuracies[$0].map(text) ?? "" }
          + [TextNumber.plain(found.seconds, places: 1), found.cell]
      })
  }

  /// Of searches of whole cells: the cells preferred at last, and accuracy by cells scored.
  ///
  /// - Parameter settings: how the numbers came about.
  /// - Throws: `ReportError` for a figure that cannot be made.
  public static func cells(
    _ report: CellSearchReport, settings: [(name: String, value: String)]
  ) throws -> ReportPage {
    let items = report.last.prefix(shown).map { row in
      (
        svg: CellPicture.svg(row.architecture),
        caption: caption("\(row.rule), \(row.strategy.rawValue), seed \(row.seed)", row.step.cell, row.accuracies)
      )
    }
    return ReportPage(
      title: "Cells found by rules",
      introduction: ["Cells were picked, scored, and the best by the rule kept. No accuracy had a part in that."],
      figures: try [report.figure()].compactMap(\.self),
      gallery: ReportPage.Gallery(title: "The cells found", items: Array(items)), settings: settings)
  }

  private static func caption(_ search: String, _ index: Int, _ accuracies: [AccuracyPlace?]) -> String {
    let known = zip(SearchReport.datasets, accuracies).compactMap { dataset, accuracy in
      accuracy.map { "\(dataset) \(text($0))" }
    }
    return "\(search): cell \(index)" + (known.isEmpty ? "" : ", " + known.joined(separator: ", "))
  }

  private static func text(_ accuracy: AccuracyPlace) -> String {
    "\(TextNumber.plain(accuracy.value, places: 2))% (place \(grouped(accuracy.rank)))"
  }
}
