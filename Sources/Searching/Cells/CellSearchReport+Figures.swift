import Files
import Reports
import SearchSpaces
import Statistics

extension CellSearchReport {
  /// Accuracy of the preferred cell against the number of cells scored, a panel a data set; nil without accuracies.
  ///
  /// - Throws: `ReportError` for a figure that cannot be made.
  public func figure() throws -> Figure? {
    let known = SearchReport.datasets.indices.filter { place in summaries.contains { $0.accuracies[place] != nil } }
    guard !known.isEmpty else { return nil }
    // Bands over each other hide the lines; the CSV has the deviations all the same.
    let hasBands = Set(summaries.map { "\($0.rule) \($0.strategy)" }).count <= 3
    let points = known.flatMap { place in summaries.map { (place, $0) } }
    func spread(_ sign: Double) -> [Double] {
      points.map { place, row in
        guard let accuracy = row.accuracies[place] else { return .nan }
        return accuracy.mean + sign * (accuracy.deviation ?? 0)
      }
    }
    let data = try DataTable([
      .init("dataset", title: "data set", points.map { SearchReport.datasets[$0.0].rawValue }),
      .init("search", points.map { "\($0.1.rule), \($0.1.strategy.rawValue)" }),
      .init("cells", title: "cells scored", points.map { Double($0.1.cells) }),
      .init("accuracy", title: "test accuracy of the preferred cell (%)", spread(0)),
      .init("low", title: "less a standard deviation", spread(-1)),
      .init("high", title: "plus a standard deviation", spread(1)),
    ])
    return try Figure(
      "accuracy-by-cells", title: "What a number of scored cells finds",
      subtitle:
        "mean over \(summaries.map(\.seeds).max()!) seeds\(hasBands ? ", band ± a standard deviation" : ""); no accuracy had a part in the search",
      data: data,
      panels: known.map { place in
        let name = SearchReport.datasets[place].rawValue
        let lines = Lines(
          x: Axis("cells", .log), y: Axis("accuracy"), band: hasBands ? ("low", "high") : nil, series: "search")
        return Panel(name, only: .init("dataset", equals: name), size: (320, 260), lines)
      })
  }

  /// Writes `cells.csv` and `cells-summary.csv`.
  ///
  /// - Returns: their names.
  /// - Throws: `FileError` if the directory cannot be written.
  @discardableResult
  public func write(to directory: String) throws -> [String] {
    let files = [("cells.csv", csv), ("cells-summary.csv", summaryCSV)]
    try AtomicFile.write(files, into: directory)
    return files.map(\.0)
  }
}

extension CellSearchReport.Row {
  /// The cell, as the space writes it.
  public var architecture: NASBench201.Architecture { NASBench201.architectures[step.cell] }

  func isOfSearch(_ other: Self) -> Bool { rule == other.rule && strategy == other.strategy && seed == other.seed }
}
