import AccuracyTables
import Statistics

extension CorrelationStudy {
  /// The study as a table for a terminal, with the paper's τ where the paper has one.
  public var text: String {
    let header = ["data set", "metric", "n", "Kendall tau [95%]", "Spearman rho [95%]", "paper's tau"]
    let body = rows.map { row in
      let paper = PaperNumbers.kendallTau(dataset: row.dataset, metric: row.metric)
      return [
        row.dataset.rawValue, row.metric, String(row.count), Self.cell(row.kendall, row.kendallInterval),
        Self.cell(row.spearman, row.spearmanInterval), paper.map { Self.decimal($0, places: 2) } ?? "",
      ]
    }
    let widths = header.indices.map { column in ([header] + body).map { $0[column].count }.max()! }
    let lines = ([header] + body).map { fields in
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
    return (value < 0 ? "-" : " ") + "\(scaled / scale)." + String(repeating: "0", count: places - digits.count) + digits
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
