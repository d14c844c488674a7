import AccuracyTables
import ArgumentParser
import Export
import Files
import Foundation
import PythonPackage
import Scores
import SearchSpaces
import Studies
import WorkQueue

struct Export: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Write a run in another program's form.",
    discussion: """
      notebook: a Jupyter notebook that reads the run's scores.csv with pandas and redraws it with matplotlib: accuracy \
      against kappa, regions and their rank sum, and the operations in the top 10%. With --table, the accuracies of the \
      run's cells are written beside it, FILE-accuracy.csv; without it, only the scores are drawn.

      csv-wide: a row a cell: index, architecture, repeats; mean (NAME) and standard deviation (NAME_sd) over repeats of each \
      metric; combined, the sum of the ranks of kappa and regions, smallest best; with --rule, the rule's scores; with --table, its accuracies. An infinite \
      kappa is inf, what is not known is empty.

      csv-tidy: a row a score: index,architecture,repeat,metric,value.

      parquet, hdf5: the columns of csv-wide; HDF5 as one table, /scores/table, for h5py and pandas.read_hdf. These two need \
      Python with pandas, and pyarrow or h5py. Their metadata have protocol, version and settings of the run.

      suite-zero: the JSON of NAS-Bench-Suite-Zero, for NASLib and GRAF; an infinite kappa is 1e999, which Python reads as \
      infinity. The data set is that of the run's images, or --dataset. With --table, val_accuracy is its validation accuracy.

      latex, markdown: the correlations of `tenas correlate` as a table.

      A run of DARTS genotypes takes a table of genotypes (`tenas table import --space darts`), but for suite-zero.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case notebook
    case csvWide = "csv-wide"
    case csvTidy = "csv-tidy"
    case parquet, hdf5
    case suiteZero = "suite-zero"
    case latex, markdown

    /// The options that mean something to it, besides those that every form has.
    var options: Set<String> {
      switch self {
      case .csvTidy: []
      case .notebook: ["--table"]
      case .csvWide, .parquet, .hdf5: ["--table", "--rule"]
      case .suiteZero: ["--table", "--dataset", "--accuracy"]
      case .latex, .markdown:
        ["--table", "--dataset", "--population", "--degenerate", "--resamples", "--threads", "--rule"]
      }
    }
  }

  @Option(help: "The form.")
  var format: Format

  @Argument(help: ArgumentHelp("A run directory, or its scores.csv.", valueName: "RUN"), completion: .file())
  var run: String

  @Option(help: ArgumentHelp("The file to write.", valueName: "FILE"), completion: .file())
  var output: String

  @Option(
    help: ArgumentHelp("The accuracy table; latex and markdown need it.", valueName: "TABLE.h5"), completion: .table)
  var table: String?

  @Option(
    help: ArgumentHelp(
      "suite-zero: the data sets to put the scores under; latex, markdown: to correlate with.", valueName: "NAME,..."),
    transform: CommaSeparated.init(parsing:))
  var dataset: CommaSeparated<BenchmarkDataset>?

  @Option(help: ArgumentHelp("suite-zero: the column of the table that becomes val_accuracy.", valueName: "COLUMN"))
  var accuracy: String?

  @Option(help: "latex, markdown: which cells count; default: all.")
  var population: NASBench201.Population?

  @Option(help: "latex, markdown: cells without a finite kappa, as `tenas correlate` has it; default: inf.")
  var degenerate: DegeneratePolicy?

  @Option(
    help: ArgumentHelp("latex, markdown: bootstrap resamples; default: 1000.", valueName: "N"),
    transform: Number.positive)
  var resamples: Int?

  @Option(
    help: ArgumentHelp("latex, markdown: threads; the result does not depend on it.", valueName: "N"),
    transform: Number.positive)
  var threads: Int?

  @OptionGroup var rules: RuleOptions

  @Flag(help: "Replace a file that is there with other content.")
  var force = false

  func validate() throws {
    guard format != .notebook || output.hasSuffix(".ipynb") else {
      throw ValidationError("--output must end in .ipynb for --format notebook, not \(output)")
    }
    let given = [
      ("--table", table != nil), ("--dataset", dataset != nil), ("--accuracy", accuracy != nil),
      ("--population", population != nil), ("--degenerate", degenerate != nil), ("--resamples", resamples != nil),
      ("--threads", threads != nil), ("--rule", !rules.rule.isEmpty),
    ].filter(\.1).map(\.0)
    if let misplaced = given.first(where: { !format.options.contains($0) }) {
      throw ValidationError("\(misplaced) means nothing to --format \(format.rawValue)")
    }
    guard table != nil || (format != .latex && format != .markdown) else {
      throw ValidationError("--format \(format.rawValue) needs --table, the accuracies to correlate with")
    }
    guard table != nil || accuracy == nil else {
      throw ValidationError("--accuracy means nothing to --format \(format.rawValue) without --table")
    }
  }

  func perform() throws {
    _ = try OutputPlace(output)
    let files = try files(table.map { try Truth.openAny($0).table })
    try ExportedFile.write(
      files, replacing: force, keeping: [run, "\(run)/scores.csv", "\(run)/run.json", table].compactMap(\.self))
    print("written: \(files.map(\.path).joined(separator: ", "))")
  }

  private func files(_ table: AccuracyTable?) throws -> [ExportedFile] {
    switch format {
    case .notebook:
      let notebook = try RunNotebook(run: run, output: output, table: table)
      notebook.notes.forEach(Terminal.note)
      return try notebook.files(at: output)
    case .csvWide: return [ExportedFile(output, text: try wide(table))]
    case .csvTidy: return [ExportedFile(output, text: try ScoreFile(path: run).tidyCSV)]
    case .parquet, .hdf5: return [ExportedFile(output, writing: try python(wide(table)))]
    case .suiteZero: return [ExportedFile(output, text: try suiteZero(table))]
    case .latex: return [ExportedFile(output, text: try correlations(table).latex)]
    case .markdown: return [ExportedFile(output, text: try correlations(table).markdown)]
    }
  }

  private func wide(_ table: AccuracyTable?) throws -> String {
    let scores = try WideScores(ScoreFile(path: run), name: run)
    let accuracies = try table.map { try scores.accuracies(in: $0, name: run) }
    (scores.notes + (accuracies?.notes ?? [])).forEach(Terminal.note)
    return try scores.columns(accuracies: accuracies, rules: rules.named()).csv
  }

  /// Has Python turn the columns of `csv-wide` into the format.
  private func python(_ columns: String) throws -> (String) throws -> Void {
    let package = try DataPackage(.export)
    let manifest = "\(run)/run.json".exists ? ["--manifest", "\(run)/run.json"] : []
    return { path in
      let source = "\(path).csv"
      Temporaries.remember(source)
      defer {
        unlink(source.fileName)
        Temporaries.forget(source)
      }
      try AtomicFile.store(columns, in: source, for: output)
      do { try package.reading([format.rawValue, source, path] + manifest) { _ in } } catch let error
        as DataPackageError
      {
        // Python knows the file by its temporary name, if the system said a name at all.
        let reason = error.message.replacing("\(path): ", with: "")
        guard error.status == DataPackageError.inputOutput else { throw error }
        throw FileError("cannot be written: \(reason)", file: output, kind: .inputOutput)
      }
    }
  }

  private func suiteZero(_ table: AccuracyTable?) throws -> String {
    let scores = try WideScores(ScoreFile(path: run), name: run)
    guard let datasets = dataset?.values ?? BenchmarkDataset.ofImages(run: run) else {
      throw ValidationError("\(run): its images are of no data set of the benchmark; name one with --dataset")
    }
    let suite = try SuiteZeroScores(
      scores, datasets: datasets, table: table, column: accuracy ?? "validation_accuracy", name: run)
    suite.notes.forEach(Terminal.note)
    return suite.text
  }

  private func correlations(_ table: AccuracyTable?) throws -> CorrelationStudy {
    guard let table else { preconditionFailure("validated") }
    let options = AgreementOptions(
      datasets: dataset?.values, population: population ?? .all, degenerate: degenerate ?? .inf,
      resamples: resamples ?? 1000, threads: threads ?? Processors.count)
    return try CorrelationStudy(ScoreFile(path: run), name: run, table: table, rules: rules.named(), options: options)
  }
}
