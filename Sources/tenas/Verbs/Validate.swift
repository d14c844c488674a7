import AccuracyTables
import ArgumentParser
import Files
import Foundation
import Metrics
import Reports
import Scores
import Studies

struct Validate: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Measure how well scores from anywhere rank cells by test accuracy.",
    discussion: """
      Scores: a run or an export of one; a table with one row a cell and one column a metric, as CSV (commas, semicolons, tabs), JSON \
      or Parquet; JSON in NAS-Bench-Suite-Zero's layout; or HDF5 with /architectures, /index or /tuples and one dataset a metric. \
      Files may be gzip, and - is standard input. Cells are named by architecture string, index, tuple or list.

      Prints tau of every metric, the best first, the paired difference to the best, and in brackets rivals to compare with: TE-NAS's \
      rank sum, where kappa and regions are there, and the size of a cell. --all prints the rest.

      Every score is turned so that higher is better, and a good metric's numbers are positive. nDCG has gain \
      2^accuracy - 1 over the first --ranks cells; precision is the part of the --top best-ranked cells that are among as \
      many most accurate; regret is the best accuracy less that of the top-ranked cell, or of the best of ten. Ties count \
      by expectation. Intervals are 95% bootstrap percentiles.

      Of a run with several draws a cell, the draws are set beside each other: rho between two, the noise of a cell's mean \
      as a part of the spread between cells, and the rho with accuracy that infinitely many draws would have.

      With --output, validation.csv, reliability.csv, ceilings.csv, pairs.csv, rank-sums.csv, missing.csv and the figures metrics and, of \
      several metrics, pairs-of-metrics (a heat map) go to the directory.
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files of scores and run directories, one or more.", valueName: "FILE|RUN"), completion: .file())
  var scores: [String]

  @OptionGroup var truth: AccuracyOptions
  @OptionGroup var rules: RuleOptions
  @OptionGroup var best: TopOptions
  @OptionGroup var bootstrap: BootstrapOptions

  @Option(
    help: ArgumentHelp("Another training of the same cells, for the noise ceiling.", valueName: "TABLE.h5"),
    completion: .table)
  var secondTable: String?

  @Option(
    help: ArgumentHelp("The metrics, separated by commas; default: all.", valueName: "NAME,..."),
    transform: CommaSeparated.init(parsing:))
  var metrics: CommaSeparated<String>?

  @Option(
    help: ArgumentHelp(
      "Which scores of a metric are good; default: what it says of itself, or the sign of its tau, with a note.",
      valueName: "NAME=higher|lower"))
  var direction: [MetricDirection] = []

  @Option(help: ArgumentHelp("The seed of the resamples.", valueName: "N"))
  var seed: UInt64 = 0

  @Flag(name: .customLong("all"), help: "Print every statistic, bands of accuracy, and how the metrics go together.")
  var everything = false

  @OptionGroup var format: FormatOptions

  @Option(help: ArgumentHelp("The directory for CSV files and pictures.", valueName: "DIR"), completion: .directory)
  var output: String?

  func validate() throws { _ = try directions() }

  func perform() throws {
    if let output { try OutputPlace.checkDirectory(output) }
    let options = AgreementOptions(truth, top: best, bootstrap, seed: seed)
    let (table, cells) = try truth.open()
    let read = try scores.map { path in (path: path, scores: try ScoreTable.reading(path, of: cells)) }
    var joined = try ScoreTable(joining: read.map { ($0.path, $0.scores.table) })
    for (name, rule) in try rules.named() { try joined.add(rule, named: name, population: truth.population) }
    let bar = ProgressBar("comparing", unit: "")
    let study = try ValidationStudy(
      joined, table: table, secondTable: secondTable.map { try second($0, cells) },
      metrics: metrics?.values, directions: try directions(), options: options, progress: { bar.show($0, of: $1) })
    bar.finish()
    var draws: [(run: String, study: ReliabilityStudy)] = []
    for (path, scores) in read where everything || output != nil {
      guard let run = scores.run, run.rows.contains(where: { $0.repeat > 0 }) else { continue }
      draws.append((path, try ReliabilityStudy(run, name: path, table: table, options: options)))
    }
    try print(study, draws)
    if let output { try write(study, draws, to: output) }
  }

  private func print(_ study: ValidationStudy, _ draws: [(run: String, study: ReliabilityStudy)]) throws {
    let (format, width) = (format.chosen(isKept: output != nil), Terminal.width)
    if format != .table {
      try (everything ? study.statistics : study.table).print(format)
    } else if everything {
      Command.print(study.text(width: width), terminator: "")
      for (run, study) in draws {
        Command.print("\nthe draws of \(run) beside each other\n\(study.text(width: width))", terminator: "")
      }
    } else {
      Command.print(study.screen(width: width), terminator: "")
      Terminal.note("--all prints every statistic, bands of accuracy, and how the metrics go together")
    }
    (study.notes + (everything ? study.sliceNotes : [])).forEach(Terminal.note)
    if output == nil, !study.missing.isEmpty { Terminal.note("--output DIR lists the cells that were left out") }
  }

  private func write(
    _ study: ValidationStudy, _ draws: [(run: String, study: ReliabilityStudy)], to output: String
  ) throws {
    try study.write(to: output)
    for (run, study) in draws {
      try AtomicFile.write(study.csv, to: "\(output)/\(Self.file(of: run, among: draws.count))")
    }
    try study.page(settings: Session.settings(scores: scores, table: truth.truth.table)).write(to: output)
    let names = study.files.map(\.name) + draws.map { Self.file(of: $0.run, among: draws.count) }
    try Pictures.draw(output, page: true, others: names.map { "\(output)/\($0)" }, beside: format.chosen(isKept: true))
  }

  /// Opens the second table, which must be of the same cells.
  private func second(_ path: String, _ cells: CellList) throws -> AccuracyTable {
    let (second, others) = try Truth.openAny(path)
    guard others == cells else {
      throw StudyError(.usage, "\(path): is of other cells, or in another order, than \(truth.truth.table)")
    }
    return second
  }

  private static func file(of run: String, among count: Int) -> String {
    count == 1 ? "reliability.csv" : "reliability-\(run.lastName).csv"
  }

  private func directions() throws -> [String: MetricDescription.Direction] {
    try direction.reduce(into: [:]) { directions, given in
      if let earlier = directions.updateValue(given.direction, forKey: given.metric), earlier != given.direction {
        throw ValidationError("--direction says both higher and lower of '\(given.metric)'")
      }
    }
  }
}

/// `NAME=higher` or `NAME=lower`.
struct MetricDirection: ExpressibleByArgument {
  let metric: String
  let direction: MetricDescription.Direction

  init?(argument: String) {
    guard let place = argument.lastIndex(of: "="),
      let direction = MetricDescription.Direction(rawValue: String(argument[argument.index(after: place)...]))
    else { return nil }
    (metric, self.direction) = (String(argument[..<place]), direction)
  }
}
