import Scores

extension CorrelationStudy {
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
