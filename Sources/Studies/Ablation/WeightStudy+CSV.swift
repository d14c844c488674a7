extension WeightStudy {
  /// The study's files by name, each a tidy CSV: `weights.csv`, a row a statistic, and `best-weights.csv`, a row a data set.
  /// What is not defined is `nan`.
  public var files: [(name: String, text: String)] {
    [
      ("weights.csv", Self.csv(Self.rowHeader, rows.map(fields))),
      ("best-weights.csv", Self.csv(Self.choiceHeader, choices.map(fields))),
    ]
  }

  /// Writes the files and the figures into a directory, which is made if it is not there; each is replaced in one step.
  ///
  /// - Throws: ``StudyError`` or `ReportError` naming the file that cannot be written.
  public func write(to directory: String) throws {
    try AtomicFile.makeDirectory(directory)
    for (name, text) in files { try AtomicFile.write(text, to: "\(directory)/\(name)") }
    for figure in try figures() { try figure.write(to: directory) }
  }

  private static let rowHeader =
    "dataset,population,rule,weight,statistic,parameter,n,value,low,high,lead,lead_low,lead_high,undefined_resamples"
  private static let choiceHeader =
    "dataset,population,weight,chosen_on,chosen_tau,reported_on,tau,equal_tau,advantage,advantage_low,advantage_high"

  private func fields(_ row: Row) -> [String] {
    [
      row.dataset.rawValue, options.population.rawValue, row.rule.name,
      row.rule.weight.map { ScoreRow.format($0.value) } ?? "", row.statistic.rawValue,
      row.parameter.map(String.init) ?? "", String(row.count), Self.number(row.value), Self.number(row.interval.low),
      Self.number(row.interval.high), Self.number(row.lead), Self.number(row.leadInterval.low),
      Self.number(row.leadInterval.high), String(row.interval.undefinedResamples),
    ]
  }

  private func fields(_ choice: WeightChoice) -> [String] {
    let numbers = [choice.tau, choice.equalTau, choice.advantage, choice.interval.low, choice.interval.high]
    return [
      choice.dataset.rawValue, options.population.rawValue, ScoreRow.format(choice.weight.value),
      String(choice.chosenOn), ScoreRow.format(choice.chosenTau), String(choice.reportedOn),
    ] + numbers.map(Self.number)
  }

  private static func number(_ value: Double?) -> String { value.map(ScoreRow.format) ?? "nan" }

  private static func csv(_ header: String, _ rows: [[String]]) -> String {
    ([header] + rows.map { $0.joined(separator: ",") }).joined(separator: "\n") + "\n"
  }
}
