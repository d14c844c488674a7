import Files
import SearchSpaces

extension ValidationStudy {
  /// The study's files by name, each a tidy CSV: `validation.csv` (a row a statistic), `ceilings.csv`, `pairs.csv`,
  /// `rank-sums.csv` and `missing.csv`. What is not defined is `nan`.
  public var files: [(name: String, text: String)] {
    [
      ("validation.csv", CSV.text(Self.rowHeader, rows.map(fields))),
      ("ceilings.csv", CSV.text(Self.ceilingHeader, ceilings.map(fields))),
      ("pairs.csv", CSV.text(Self.pairHeader, pairs.map(fields))),
      ("rank-sums.csv", CSV.text(Self.additionHeader, additions.map(fields))),
      ("missing.csv", CSV.text(["dataset", "index", "architecture", "lacks"], missing.map(fields))),
    ]
  }

  /// Writes the files and the figures into a directory, which is made if it is not there; each is replaced in one step.
  ///
  /// - Throws: `FileError` naming the file that cannot be written; `ReportError` for a figure that cannot be made.
  public func write(to directory: String) throws {
    try AtomicFile.makeDirectory(directory)
    for (name, text) in files { try AtomicFile.write(text, to: "\(directory)/\(name)") }
    for figure in try figures() { try figure.write(to: directory) }
  }

  private static let rowHeader = [
    "dataset", "population", "cells", "metric", "better", "statistic", "parameter", "n", "value", "low", "high",
    "undefined_resamples",
  ]
  private static let ceilingHeader = [
    "dataset", "population", "cells", "source", "n", "kendall_tau", "kendall_low", "kendall_high", "spearman_rho",
  ]
  private static let pairHeader = [
    "dataset", "population", "first", "second", "n", "kendall_tau", "spearman_rho", "difference", "difference_low",
    "difference_high", "sum_tau",
  ]
  private static let additionHeader = [
    "dataset", "population", "metric", "tau_all", "tau_without", "gain", "gain_low", "gain_high",
  ]

  private func fields(_ row: Row) -> [String] {
    [
      row.dataset.rawValue, options.population.rawValue, row.slice.description, row.metric,
      directions[row.metric]?.rawValue ?? "", row.statistic.rawValue, row.parameter.map(String.init) ?? "",
      String(row.count),
    ] + row.estimate.numbers.map { CSV.number($0) } + [String(row.estimate.interval.undefinedResamples)]
  }

  private func fields(_ ceiling: NoiseCeiling) -> [String] {
    [
      ceiling.dataset.rawValue, options.population.rawValue, ceiling.slice.description, ceiling.source.rawValue,
      String(ceiling.count),
    ] + (ceiling.kendall.numbers + [ceiling.spearman]).map { CSV.number($0) }
  }

  private func fields(_ pair: Pair) -> [String] {
    [
      pair.dataset.rawValue, options.population.rawValue, pair.first, pair.second, String(pair.count),
    ] + ([pair.kendall, pair.spearman] + pair.difference.numbers + [pair.sum]).map { CSV.number($0) }
  }

  private func fields(_ addition: Addition) -> [String] {
    [
      addition.dataset.rawValue, options.population.rawValue, addition.metric,
    ] + ([addition.all, addition.without] + addition.gain.numbers).map { CSV.number($0) }
  }

  private func fields(_ cell: MissingCell) -> [String] {
    [
      cell.dataset.rawValue, String(cell.index), NASBench201.architectures[cell.index].description,
      cell.lacks.joined(separator: " "),
    ]
  }
}
