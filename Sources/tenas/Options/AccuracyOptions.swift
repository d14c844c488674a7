import AccuracyTables
import ArgumentParser
import Scores
import SearchSpaces

/// What scores are held against: a table, its data sets, and which cells count.
struct AccuracyOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The accuracy table.", valueName: "TABLE.h5"), completion: .table)
  var table: String

  @Option(help: ArgumentHelp("Data sets, separated by commas; default: all with test accuracy.", valueName: "NAME,..."))
  var dataset: String?

  @Option(help: "Which cells count.")
  var population = NASBench201.Population.all

  func validate() throws { _ = try datasets }

  /// The data sets named; nil for all.
  var datasets: [BenchmarkDataset]? { get throws { try BenchmarkDataset.named(dataset) } }

  /// Opens the table.
  func open() throws -> AccuracyTable { try BenchmarkTable.open(table) }
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
