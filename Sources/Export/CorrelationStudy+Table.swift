import Files
import Statistics
import Studies

extension CorrelationStudy {
  /// The study as a Markdown table: data set, population, metric, n, τ_b and ρ with their intervals; then the notes as a list.
  public var markdown: String {
    let header = ["data set", "population", "metric", "n", "Kendall τ [95%]", "Spearman ρ [95%]"]
    func line(_ fields: [String]) -> String { "| \(fields.joined(separator: " | ")) |" }
    let body = rows.map { row in
      line(
        Self.names(row) + [row.kendall, row.spearman].map { $0.text { TextNumber.plain($0) } })
    }
    let notes = tableNotes.map { "- \($0)" }
    return ([line(header), "|---|---|---|---:|---|---|"] + body + [""] + notes).joined(separator: "\n") + "\n"
  }

  /// The study as a LaTeX `tabular` of the package booktabs, with the same columns; the notes are comments above it.
  public var latex: String {
    let header = #"data set & population & metric & $n$ & Kendall's $\tau$ [95\%] & Spearman's $\rho$ [95\%] \\"#
    let body = rows.map { row in
      let numbers = [row.kendall, row.spearman].map { $0.text { "$\(TextNumber.plain($0))$" } }
      return (Self.names(row).map(Self.escaped) + numbers).joined(separator: " & ") + #" \\"#
    }
    let comments = [#"needs \usepackage{booktabs}"#] + tableNotes
    return
      (comments.map { "% \($0)" } + [#"\begin{tabular}{lllrll}"#, #"\toprule"#, header, #"\midrule"#] + body
      + [#"\bottomrule"#, #"\end{tabular}"#]).joined(separator: "\n") + "\n"
  }

  private var tableNotes: [String] {
    let resamples =
      rows.first.map { $0.kendall.interval.definedResamples + $0.kendall.interval.undefinedResamples } ?? 0
    return [
      "rank correlation with test accuracy; 95% bootstrap percentile intervals over cells, \(resamples) resamples",
      "combined is rank(kappa) + rank(regions), the best cell having the smallest sum",
    ] + notes
  }

  private static func names(_ row: Row) -> [String] {
    [row.dataset.rawValue, row.population.rawValue, row.metric, String(row.count)]
  }

  /// A name with LaTeX's special characters escaped; names of columns have no others.
  private static func escaped(_ name: String) -> String {
    String(name.flatMap { "_&%#$".contains($0) ? ["\\", $0] : [$0] })
  }
}
