import Files

extension WeightStudy {
  /// The study's files by name, each a tidy CSV: `weights.csv`, a row a statistic, and `best-weights.csv`, a row a data set.
  /// What is not defined is `nan`.
  public var files: [(name: String, text: String)] {
    [
      ("weights.csv", CSV.text(Self.rowHeader, rows.map(fields))),
      ("best-weights.csv", CSV.text(Self.choiceHeader, choices.map(fields))),
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
    "dataset", "population", "rule", "weight", "statistic", "parameter", "n", "value", "low", "high", "lead",
    "lead_low", "lead_high", "undefined_resamples",
  ]
  private static let choiceHeader = [
    "dataset", "population", "weight", "chosen_on", "chosen_tau", "reported_on", "tau", "equal_tau", "advantage",
    "advantage_low", "advantage_high",
  ]

  private func fields(_ row: Row) -> [String] {
    [
      row.dataset.rawValue, options.population.rawValue, row.rule.name,
      CSV.number(row.rule.weight?.value, absent: ""), row.statistic.rawValue,
      row.parameter.map(String.init) ?? "", String(row.count),
    ] + (row.estimate.numbers + row.lead.numbers).map { CSV.number($0) }
      + [String(row.estimate.interval.undefinedResamples)]
  }

  private func fields(_ choice: WeightChoice) -> [String] {
    let numbers = [choice.tau, choice.equalTau] + choice.advantage.numbers
    return [
      choice.dataset.rawValue, options.population.rawValue, CSV.number(choice.weight.value),
      String(choice.chosenOn), CSV.number(choice.chosenTau), String(choice.reportedOn),
    ] + numbers.map { CSV.number($0) }
  }
}
