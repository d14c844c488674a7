import AccuracyTables
import ArgumentParser
import Foundation
import SearchSpaces
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

  @Option(help: ArgumentHelp("The accuracy table.", valueName: "TABLE.h5"), completion: .table)
  var table: String

  @Option(help: ArgumentHelp("Data sets, separated by commas; default: all with test accuracy.", valueName: "NAME,..."))
  var dataset: String?

  @Option(help: "Which cells count.")
  var population = NASBench201.Population.all

  @Option(
    help:
      "Cells without a finite kappa: inf ranks them last, authors gives them the authors' 100000, drop leaves them out."
  )
  var degenerate = DegeneratePolicy.inf

  @Option(help: ArgumentHelp("The CSV to write.", valueName: "FILE.csv"), completion: .file())
  var output: String?

  @Option(help: ArgumentHelp("Bootstrap resamples.", valueName: "N"))
  var resamples = 1000

  @Option(help: ArgumentHelp("Threads; the result does not depend on it.", valueName: "N"))
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard resamples >= 1 else { throw ValidationError("--resamples must be at least 1, not \(resamples)") }
    guard threads >= 1 else { throw ValidationError("--threads must be at least 1, not \(threads)") }
    _ = try BenchmarkDataset.named(dataset)
  }

  func perform() throws {
    let options = CorrelationStudy.Options(
      datasets: try BenchmarkDataset.named(dataset), population: population, degenerate: degenerate,
      resamples: resamples, threads: threads)
    let table = try BenchmarkTable.open(table)
    guard let output else {
      let study = try CorrelationStudy(ScoreFile(path: scores), name: scores, table: table, options: options)
      study.notes.forEach(Terminal.note)
      print(study.csv, terminator: "")
      return
    }
    try Self.report(scores: scores, table: table, options: options, output: output)
  }

  /// Prints a study as a table with its notes, and writes the CSV if asked.
  static func report(
    scores: String, table: AccuracyTable, options: CorrelationStudy.Options, output: String? = nil
  ) throws {
    let study = try CorrelationStudy(ScoreFile(path: scores), name: scores, table: table, options: options)
    if let output { try study.writeCSV(to: output) }
    print(study.text, terminator: "")
    for note in study.notes { print("note: \(note)") }
  }
}

extension BenchmarkDataset {
  /// The data sets of an option that names them, separated by commas; nil without it.
  static func named(_ option: String?) throws -> [BenchmarkDataset]? {
    try option?.split(separator: ",").map { name in
      guard let dataset = BenchmarkDataset(rawValue: String(name)) else {
        let known = allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("there is no data set '\(name)'; there are \(known)")
      }
      return dataset
    }
  }
}

extension NASBench201.Population: ExpressibleByArgument {}
extension DegeneratePolicy: ExpressibleByArgument {}
