import AccuracyTables
import ArgumentParser
import Files
import Reports
import Scores
import Studies

struct Correlate: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Correlate a run's metrics with test accuracy: Kendall's tau and Spearman's rho with 95% intervals.",
    discussion: """
      Scores are averaged over repeats, then ranked. The table turns them so that higher is better: a good metric has a positive \
      tau. In CSV and JSON, tau and rho are turned; kendall_tau and spearman_rho have the sign of the scores, as the paper prints \
      it. `combined` is TE-NAS's rank sum of kappa and regions. With --output the CSV goes to the file, and a table to standard \
      output.

      Example: tenas correlate --scores results/first --table data/table.h5 --dataset cifar100
      """)

  @Option(help: ArgumentHelp("A run directory, or its scores.csv.", valueName: "RUN"), completion: .file())
  var scores: String

  @OptionGroup var truth: AccuracyOptions
  @OptionGroup var cells: DegenerateOption
  @OptionGroup var rules: RuleOptions
  @OptionGroup var bootstrap: BootstrapOptions
  @OptionGroup var format: FormatOptions

  @Option(help: ArgumentHelp("The CSV to write.", valueName: "FILE.csv"), completion: .file())
  var output: String?

  func perform() throws {
    if let output { _ = try OutputPlace(output) }
    let options = AgreementOptions(truth, degenerate: cells.degenerate, bootstrap)
    let table = try truth.open().table
    let bar = ProgressBar("correlating", unit: "")
    let study = try CorrelationStudy(
      ScoreFile(path: scores), name: scores, table: table, rules: try rules.named(), options: options,
      progress: { bar.show($0, of: $1) })
    bar.finish()
    if let output { try study.writeCSV(to: output) }
    try Self.print(study, format.chosen(isKept: output != nil))
  }

  /// Prints a study, and its notes to standard error.
  static func print(_ study: CorrelationStudy, _ format: ResultTable.Format) throws {
    try study.table.print(format)
    if format == .table { Terminal.note(study.explanation) }
    study.notes.forEach(Terminal.note)
  }
}
