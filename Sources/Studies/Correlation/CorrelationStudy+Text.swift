import Files
import Scores
import Statistics

extension CorrelationStudy {
  /// The study as a table for a terminal: a row a data set and metric, and the paper's τ of that metric.
  ///
  /// The paper gives τ for one data set only. It stands beside the rows of every data set, in a column that names its own,
  /// so that a table without that data set still shows what the paper found.
  public var text: String {
    let header =
      ["data set", "metric", "n", "Kendall tau [95%]", "Spearman rho [95%]"]
      + (isOfThePaper ? ["paper's tau (\(PaperNumbers.dataset))"] : [])
    let body = rows.map { row in
      [
        row.dataset.rawValue, row.metric, String(row.count), row.kendall.text(),
        row.spearman.text(),
      ] + (isOfThePaper ? [PaperNumbers.kendallTau[row.metric].map { TextNumber.aligned($0, places: 2) } ?? ""] : [])
    }
    return TextTable.aligned([header] + body) + paperNote
  }

  /// The paper correlates on NAS-Bench-201 only.
  private var isOfThePaper: Bool { space == .nasBench201 }

  /// What the last column is, where the table shows it.
  private var paperNote: String {
    guard isOfThePaper, rows.contains(where: { PaperNumbers.kendallTau[$0.metric] != nil }) else { return "" }
    let paper = PaperNumbers.dataset
    let isElsewhere = rows.contains { $0.dataset != paper }
    return "The last column is the TE-NAS paper's (figures 1, 3, 9), for \(paper) test accuracy over all cells.\n"
      + (isElsewhere ? "Rows of other data sets stand beside it for comparison; they measure something else.\n" : "")
  }
}
