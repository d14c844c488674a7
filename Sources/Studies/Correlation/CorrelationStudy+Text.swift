import AccuracyTables
import Statistics

extension CorrelationStudy {
  /// The study as a table for a terminal: a row a data set and metric, and the paper's τ of that metric.
  ///
  /// The paper gives τ for one data set only. It stands beside the rows of every data set, in a column that names its own,
  /// so that a table without that data set still shows what the paper found.
  public var text: String {
    let paper = PaperNumbers.dataset
    let header = ["data set", "metric", "n", "Kendall tau [95%]", "Spearman rho [95%]", "paper's tau (\(paper))"]
    let body = rows.map { row in
      [
        row.dataset.rawValue, row.metric, String(row.count), Self.cell(row.kendall, row.kendallInterval),
        Self.cell(row.spearman, row.spearmanInterval),
        PaperNumbers.kendallTau[row.metric].map { Self.decimal($0, places: 2) } ?? "",
      ]
    }
    return Self.aligned([header] + body) + paperNote
  }

  /// What the last column is, where the table shows it.
  private var paperNote: String {
    guard rows.contains(where: { PaperNumbers.kendallTau[$0.metric] != nil }) else { return "" }
    let paper = PaperNumbers.dataset
    let isElsewhere = rows.contains { $0.dataset != paper }
    return "The last column is the TE-NAS paper's (figures 1, 3, 9), for \(paper) test accuracy over all cells.\n"
      + (isElsewhere ? "Rows of other data sets stand beside it for comparison; they measure something else.\n" : "")
  }

  /// Rows as columns of equal width, the first row underlined.
  static func aligned(_ rows: [[String]]) -> String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
    let lines = rows.map { fields in
      zip(fields, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ").trimmedEnd
    }
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
    return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n") + "\n"
  }

  private static func cell(_ value: Correlation, _ interval: BootstrapInterval) -> String {
    guard let value = value.value, let low = interval.low, let high = interval.high else { return "not defined" }
    return "\(decimal(value)) [\(decimal(low)), \(decimal(high))]"
  }

  /// A number with its sign and the given number of decimals.
  public static func decimal(_ value: Double, places: Int = 3) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value.magnitude * Double(scale)).rounded())
    let digits = String(scaled % scale)
    return (value < 0 ? "-" : " ") + "\(scaled / scale)." + String(repeating: "0", count: places - digits.count)
      + digits
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
