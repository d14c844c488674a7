import AccuracyTables
import ArgumentParser
import Files
import Foundation
import Scores
import Studies

struct Correlate: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Correlate a run's metrics with test accuracy: Kendall's tau and Spearman's rho with 95% intervals.",
    discussion: """
      Scores are averaged over repeats, then ranked. `combined` is rank(kappa) + rank(regions), the best cell having the \
      smallest sum: its tau is negative when it is good, as in the paper. Without --output the CSV goes to standard output; \
      with it, the CSV goes to the file and a table with the paper's numbers to standard output.
      """)

  @Option(help: ArgumentHelp("A run directory, or its scores.csv.", valueName: "RUN"), completion: .file())
  var scores: String

  @OptionGroup var truth: AccuracyOptions
  @OptionGroup var cells: DegenerateOption
  @OptionGroup var rules: RuleOptions
  @OptionGroup var bootstrap: BootstrapOptions

  @Option(help: ArgumentHelp("The CSV to write.", valueName: "FILE.csv"), completion: .file())
  var output: String?

  func perform() throws {
    if let output { _ = try OutputPlace(output) }
    let options = AgreementOptions(truth, degenerate: cells.degenerate, bootstrap)
    let table = try truth.open().table
    guard let output else {
      let study = try CorrelationStudy(
        ScoreFile(path: scores), name: scores, table: table, rules: try rules.named(), options: options)
      study.notes.forEach(Terminal.note)
      print(study.csv, terminator: "")
      return
    }
    try Self.report(scores: scores, table: table, rules: try rules.named(), options: options, output: output)
  }

  /// Prints a study as a table with its notes, and writes the CSV if asked.
  static func report(
    scores: String, table: AccuracyTable, rules: [(name: String, rule: Rule)] = [], options: AgreementOptions,
    output: String? = nil
  ) throws {
    let study = try CorrelationStudy(
      ScoreFile(path: scores), name: scores, table: table, rules: rules, options: options)
    if let output { try study.writeCSV(to: output) }
    print(study.text, terminator: "")
    for note in study.notes { print("note: \(note)") }
  }
}
