import Foundation
import Statistics

extension CorrelationStudy {
  /// The study as CSV. A correlation that is not defined is `nan`.
  public var csv: String {
    let header =
      "dataset,population,metric,n,kendall_tau,kendall_low,kendall_high,spearman_rho,spearman_low,spearman_high"
    let lines = rows.map { row in
      let numbers = [
        row.kendall.value, row.kendallInterval.low, row.kendallInterval.high, row.spearman.value,
        row.spearmanInterval.low,
        row.spearmanInterval.high,
      ]
      let fields = [row.dataset.rawValue, row.population.rawValue, row.metric, String(row.count)]
      return (fields + numbers.map { $0.map(ScoreRow.format) ?? "nan" }).joined(separator: ",")
    }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  /// Writes the CSV, replacing the file in one step.
  public func writeCSV(to path: String) throws { try AtomicFile.write(Data(csv.utf8), to: path) }

  /// What a reader of the numbers must know: undefined correlations, degenerate and unknown cells.
  public var notes: [String] {
    var notes: [String] = []
    if degenerate > 0 {
      notes.append("\(degenerate) of \(cells) cells have no finite kappa (no path, or a singular kernel)")
    }
    if dropped > 0 { notes.append("\(dropped) cells without a finite kappa were left out") }
    for (dataset, count) in unknown.sorted(by: { $0.key < $1.key }) where count > 0 {
      notes.append("\(count) of \(cells) cells have no \(dataset) accuracy in the table and were left out")
    }
    for row in rows {
      if case .undefined(let reason) = row.kendall {
        notes.append("\(row.dataset), \(row.metric): not defined (\(reason.description(of: row.metric)))")
      }
    }
    return notes
  }
}

extension Correlation.Reason {
  fileprivate func description(of metric: String) -> String {
    switch self {
    case .tooFewObservations: "too few cells"
    case .constantFirst: "\(metric) is the same for all cells"
    case .constantSecond: "accuracy is the same for all cells"
    }
  }
}
