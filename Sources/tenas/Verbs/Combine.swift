import AccuracyTables
import ArgumentParser
import Combining
import Files
import Foundation
import Metrics
import Reports
import Runs
import Scores
import SearchSpaces

struct Combine: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Find the best sum of ranked metrics, and judge it on cells it was not chosen on.",
    discussion: """
      A beam search looks for the sum of log ranks (or ranks) of up to --terms metrics with the highest Kendall tau. Nested \
      cross-validation over isomorphism classes judges it: every cell is scored by a rule, and a number of terms, chosen \
      without it and its isomorphs. Intervals are 95% bootstrap percentiles over classes.

      With --output, rankings.csv, terms.csv, choices.csv, frequency.csv and the figures held-out-tau and tau-by-terms go to the \
      directory; searches.json keeps finished searches, so that the same command goes on after an interruption.

      Example: tenas combine --scores results/lite --table data/table.h5 --output results/combination
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files of scores and run directories, one or more.", valueName: "FILE|RUN"), completion: .file())
  var scores: [String]

  @OptionGroup var truth: TruthOptions

  @Option(
    help: ArgumentHelp(
      "Search nothing, and judge this rule: a published name, a sum like 'log parameters + 0.5 log jacov', or a file with one.",
      valueName: "RULE|FILE"), completion: .file())
  var rule: String?

  @Option(help: "The cells that a rule is chosen on; default: live, and all of darts.")
  var population: NASBench201.Population?

  @Option(
    help: ArgumentHelp("The data sets that a rule is chosen on; default: all that are judged.", valueName: "NAME,..."),
    transform: CommaSeparated.init(parsing:))
  var chooseOn: CommaSeparated<TargetName>?

  @Option(help: "How tau on several data sets becomes one number.")
  var objective = CombinationOptions.Objective.worst

  @Option(
    help: ArgumentHelp("The metrics, separated by commas; default: all that vary.", valueName: "NAME,..."),
    transform: CommaSeparated.init(parsing:))
  var metrics: CommaSeparated<String>?

  @Option(help: ArgumentHelp("The most metrics in a rule; default: 6.", valueName: "N"), transform: Number.positive)
  var terms = 6

  @Option(
    help: ArgumentHelp(
      "What a term may make of a rank: log, rank, z (normal score), penalty (log in the worse half); default: log,penalty.",
      valueName: "FORM,..."),
    transform: CommaSeparated.init(parsing:))
  var forms = CommaSeparated<Rule.Term.Form>(CombinationOptions().forms)

  @Option(help: ArgumentHelp("How many outer folds judge; default: 5.", valueName: "N"), transform: Number.positive)
  var folds = 5

  @Option(
    help: ArgumentHelp("How many rules of a size the beam extends; default: 6.", valueName: "N"),
    transform: Number.positive)
  var beam = 6

  @Option(
    help: ArgumentHelp("The most cells a rule is chosen on; default: all there are.", valueName: "N"),
    transform: Number.positive)
  var cells: Int?

  @OptionGroup var bootstrap: BootstrapOptions
  @OptionGroup var format: FormatOptions

  @Option(help: ArgumentHelp("The seed of folds and resamples.", valueName: "N"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("The directory for CSV files and pictures.", valueName: "DIR"), completion: .directory)
  var output: String?

  func validate() throws {
    if folds < 2 {
      throw ValidationError("--folds needs at least 2; a rule is judged on the fold it was chosen without")
    }
  }

  func perform() throws {
    if let output { try OutputPlace.checkDirectory(output) }
    let (table, cells) = try truth.open()
    let joined = try ScoreTable(joining: scores.map { ($0, try ScoreTable(readingFrom: $0, of: cells)) })
    let options = options(cells.space)
    if let rule {
      try judge(rule, joined, table, options)
      return
    }
    if let output { try AtomicFile.makeDirectory(output) }
    let (bar, interruption) = (ProgressBar("searching rules", unit: "searches"), Interruption())
    let judging = ProgressBar("judging", unit: "")
    let study = try CombinationStudy(
      joined, name: scores.joined(separator: ", "), table: table, metrics: metrics?.values,
      milliseconds: try milliseconds(), options: options, directory: output,
      isCancelled: { interruption.isRequested }, progress: { bar.show($0, of: $1) },
      judging: { judging.show($0, of: $1) })
    judging.finish()
    try print(study.table, study.text)
    study.notes.forEach(Terminal.note)
    guard let output else { return }
    try study.write(to: output)
    try ReportPage(
      title: "The best sum of ranked metrics", figures: study.figures(),
      tables: [
        .init(
          title: "Rankings", header: ["ranking", "population", "data set", "Kendall τ"],
          rows: study.rows.map {
            ["\($0.ranking)", $0.population.rawValue, $0.dataset.rawValue, $0.kendall.text { TextNumber.plain($0) }]
          })
      ],
      notes: study.notes, settings: Session.settings(scores: scores, table: truth.table)
    ).write(to: output)
    try Pictures.draw(output, page: true, others: study.files.map { "\(output)/\($0.name)" }, beside: chosen)
  }

  private var chosen: ResultTable.Format { format.chosen(isKept: output != nil) }

  /// Prints what was found: the text, or the rankings alone where programs or papers read them.
  private func print(_ table: ResultTable, _ text: (Int?) -> String) throws {
    guard chosen == .table else { return try table.print(chosen) }
    Command.print(text(Terminal.width), terminator: "")
  }

  /// Judges a rule that was fixed before.
  private func judge(
    _ text: String, _ scores: ScoreTable, _ table: AccuracyTable, _ options: CombinationOptions
  ) throws {
    let isFile = text.exists
    let spelled = isFile ? try String(decoding: InputFile(reading: text).text(), as: UTF8.self) : text
    let rule = try Rule(parsing: spelled.trimmingCharacters(in: .whitespacesAndNewlines))
    let bar = ProgressBar("judging", unit: "")
    let study = try FixedRuleStudy(
      rule, scores, name: self.scores.joined(separator: ", "), table: table, options: options,
      progress: { bar.show($0, of: $1) })
    bar.finish()
    try print(study.table, study.text)
    study.notes.forEach(Terminal.note)
    guard let output else { return }
    try AtomicFile.write([("rankings.csv", study.csv)], into: output)
    Pictures.tell(["\(output)/rankings.csv"], beside: chosen)
  }

  private func options(_ space: SearchSpace) -> CombinationOptions {
    var options = CombinationOptions()
    (options.population, options.objective, options.terms) = (
      population ?? (space == .darts ? .all : .live), objective, terms
    )
    (options.forms, options.folds, options.beam, options.cells) = (forms.values, folds, beam, cells)
    options.chosenOn = chooseOn?.values.map(\.name)
    options.agreement.datasets = truth.names
    (options.agreement.resamples, options.agreement.seed) = (bootstrap.resamples, seed)
    options.agreement.threads = bootstrap.computing.threads
    return options
  }

  /// What the runs among the scores say their metrics take.
  private func milliseconds() throws -> [String: Double] {
    try scores.filter(\.namesDirectory).reduce(into: [:]) { times, run in
      for (metric, time) in try RunManifest(directory: run).record.processorTime ?? [:] {
        times[metric] = time.millisecondsPerRow
      }
    }
  }
}

extension CombinationOptions.Objective: ExpressibleByArgument {}
extension Rule.Term.Form: ExpressibleByArgument {}
