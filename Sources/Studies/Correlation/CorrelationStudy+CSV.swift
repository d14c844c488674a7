import Files
import Scores

extension CorrelationStudy {
  /// The study as CSV. A correlation that is not defined is `nan`.
  public var csv: String {
    CSV.text(
      rows,
      [
        ("dataset,population", { [$0.dataset.rawValue, $0.population.rawValue] }),
        ("metric,n", { [$0.metric, "\($0.count)"] }),
        ("kendall_tau,kendall_low,kendall_high", { $0.kendall.fields }),
        ("spearman_rho,spearman_low,spearman_high", { $0.spearman.fields }),
      ])
  }

  /// Writes the CSV, replacing the file in one step.
  public func writeCSV(to path: String) throws { try AtomicFile.write(csv, to: path) }

  /// What a reader of the numbers must know, a line each: degenerate and missing cells, undefined correlations.
  public var notes: [String] {
    scoreNotes + unknownNotes + rows.compactMap(Self.undefinedNote)
  }

  private var unknownNotes: [String] {
    unknown.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { dataset, count in
      "\(count) of \(cells) cells have no \(dataset) accuracy in the table, and were left out"
    }
  }

  private static func undefinedNote(_ row: Row) -> String? {
    let subject = "\(row.dataset), \(row.metric)"
    guard row.kendall.value != nil else {
      return "\(subject): not defined, because it is the same for all \(row.count) cells"
    }
    let undefined = row.kendall.interval.undefinedResamples
    guard undefined > 0 else { return nil }
    let total = undefined + row.kendall.interval.definedResamples
    return "\(subject): not defined in \(undefined) of \(total) resamples, which the interval leaves out"
  }
}
