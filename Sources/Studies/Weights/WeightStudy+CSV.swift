import Files
import Scores

extension WeightStudy {
  /// The study's files by name, each a tidy CSV: `weights.csv`, a row a statistic, and `best-weights.csv`, a row a data set.
  /// What is not defined is `nan`.
  public var files: [(name: String, text: String)] {
    let population = options.population.rawValue
    return [
      (
        "weights.csv",
        CSV.text(
          rows,
          [
            ("dataset,population", { [$0.dataset.rawValue, population] }),
            ("rule,weight", { [$0.rule.name, CSV.number($0.rule.weight?.value, absent: "")] }),
            ("statistic,parameter", { [$0.statistic.rawValue, $0.parameter.map { "\($0)" } ?? ""] }),
            ("n,value,low,high", { ["\($0.count)"] + $0.estimate.fields }),
            ("lead,lead_low,lead_high", { $0.lead.fields }),
            ("undefined_resamples", { ["\($0.estimate.interval.undefinedResamples)"] }),
          ])
      ),
      (
        "best-weights.csv",
        CSV.text(
          choices,
          [
            ("dataset,population,weight", { [$0.dataset.rawValue, population, CSV.number($0.weight.value)] }),
            ("chosen_on,chosen_tau", { ["\($0.chosenOn)", CSV.number($0.chosenTau)] }),
            ("reported_on,tau,equal_tau", { ["\($0.reportedOn)", CSV.number($0.tau), CSV.number($0.equalTau)] }),
            ("advantage,advantage_low,advantage_high", { $0.advantage.fields }),
          ])
      ),
    ]
  }

  /// Writes the files and the figures into a directory, which is made if it is not there; each is replaced in one step.
  ///
  /// - Throws: `FileError` naming the file that cannot be written; `ReportError` for a figure that cannot be made.
  public func write(to directory: String) throws {
    try AtomicFile.write(files, into: directory)
    for figure in try figures() { try figure.write(to: directory) }
  }
}
