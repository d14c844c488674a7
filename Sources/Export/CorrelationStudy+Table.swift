import Files
import Reports
import Statistics
import Studies

extension CorrelationStudy {
  /// The study as a Markdown table: data set, population, metric, n, τ_b and ρ with their intervals; then the notes as a list.
  public var markdown: String {
    let header = ["data set", "population", "metric", "n", "Kendall τ [95%]", "Spearman ρ [95%]"]
    func line(_ fields: [String]) -> String { "| \(fields.joined(separator: " | ")) |" }
    let body = rows.map { row in
      line(
        [row.dataset.rawValue, row.population.rawValue, row.metric, String(row.count)]
          + [row.merit.kendall, row.merit.spearman].map { $0.text { TextNumber.plain($0) } })
    }
    let notes = tableNotes.map { "- \($0)" }
    return ([line(header), "|---|---|---|---:|---|---|"] + body + [""] + notes).joined(separator: "\n") + "\n"
  }

  /// The study's ``table`` for TeX; the notes are comments above it.
  public var latex: String { table.latex(notes: tableNotes) }

  /// What a reader of the table must know, a line each.
  public var tableNotes: [String] {
    let resamples =
      rows.first.map { $0.kendall.interval.definedResamples + $0.kendall.interval.undefinedResamples } ?? 0
    let populations = Set(rows.map(\.population.rawValue)).sorted().joined(separator: ", ")
    return [
      "rank correlation with test accuracy, population \(populations); 95% bootstrap percentile intervals over cells, \(resamples) resamples",
      "scores are turned so that higher is better, and a good metric's numbers are positive",
      "combined is the rank sum of kappa and regions",
    ] + notes
  }
}
