import Files
import Reports
import Scores
import SearchSpaces

extension ValidationStudy {
  /// The study's files by name, each a tidy CSV: `validation.csv` (a row a statistic), `ceilings.csv`, `pairs.csv`,
  /// `rank-sums.csv` and `missing.csv`. What is not defined is `nan`.
  public var files: [(name: String, text: String)] {
    let population = options.population.rawValue
    return [
      ("validation.csv", statistics.csv),
      (
        "ceilings.csv",
        CSV.text(
          ceilings,
          [
            ("dataset,population,cells", { [$0.dataset.rawValue, population, "\($0.slice)"] }),
            ("source,n", { [$0.source.rawValue, "\($0.count)"] }),
            ("kendall_tau,kendall_low,kendall_high", { $0.kendall.fields }),
            ("spearman_rho", { [CSV.number($0.spearman)] }),
          ])
      ),
      (
        "pairs.csv",
        CSV.text(
          pairs,
          [
            ("dataset,population,first,second", { [$0.dataset.rawValue, population, $0.first, $0.second] }),
            ("n,kendall_tau,spearman_rho", { ["\($0.count)", CSV.number($0.kendall), CSV.number($0.spearman)] }),
            ("difference,difference_low,difference_high", { $0.difference.fields }),
            ("sum_tau", { [CSV.number($0.sum)] }),
          ])
      ),
      (
        "rank-sums.csv",
        CSV.text(
          additions,
          [
            ("dataset,population,metric", { [$0.dataset.rawValue, population, $0.metric] }),
            ("tau_all,tau_without", { [CSV.number($0.all), CSV.number($0.without)] }),
            ("gain,gain_low,gain_high", { $0.gain.fields }),
          ])
      ),
      (
        "missing.csv",
        CSV.text(
          missing,
          [
            ("dataset,index", { [$0.dataset.rawValue, "\($0.index)"] }),
            ("architecture", { [list.name(at: $0.index)] }),
            ("lacks", { [$0.lacks.joined(separator: " ")] }),
          ])
      ),
    ]
  }

  /// Every statistic, a row each.
  public var statistics: ResultTable {
    let (population, directions) = (options.population.rawValue, directions)
    let columns: [ResultTable.Column<Row>] = [
      .text("dataset", title: "data set", typeset: TeX.dataset) { $0.dataset.rawValue },
      .text("population") { _ in population }, .text("cells", title: "cells") { "\($0.slice)" },
      .text("metric", title: "metric", typeset: TeX.metric) { $0.metric },
      .text("better") { directions[$0.metric]?.rawValue ?? "" },
      .text("statistic", title: "statistic") { $0.statistic.rawValue },
      .text("parameter") { $0.parameter.map { "\($0)" } ?? "" }, .integer("n", title: "n") { $0.count },
      .mixed(["value", "low", "high"], title: "value [95%]") {
        $0.estimate.numbers.map(ResultTable.Field.number)
      } shown: {
        $0.estimate.text()
      },
      .integer("undefined_resamples") { $0.estimate.interval.undefinedResamples },
    ]
    return ResultTable(rows, columns)
  }

  /// Writes the files and the figures into a directory, which is made if it is not there; each is replaced in one step.
  ///
  /// - Throws: `FileError` naming the file that cannot be written; `ReportError` for a figure that cannot be made.
  public func write(to directory: String) throws {
    try AtomicFile.write(files, into: directory)
    for figure in try figures() { try figure.write(to: directory) }
  }
}
