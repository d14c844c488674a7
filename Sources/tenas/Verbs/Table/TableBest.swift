import AccuracyTables
import ArgumentParser
import Scores

struct TableBest: Verb {
  static let configuration = CommandConfiguration(
    commandName: "best", abstract: "Print the best cells of a data set, as CSV: rank, cell, value, architecture.")

  @Argument(help: "The HDF5 table.", completion: .table)
  var table: String

  @Option(help: "The data set: cifar10, cifar10-valid, cifar100 or imagenet16-120.")
  var dataset: String

  @Option(help: "What decides; the highest is the best.")
  var column = "test_accuracy"

  @Option(help: "How many cells.")
  var count = 10

  func validate() throws {
    guard count > 0 else { throw ValidationError("--count \(count) is not positive") }
    guard BenchmarkDataset(rawValue: dataset) != nil else {
      let known = BenchmarkDataset.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--dataset '\(dataset)' is none of \(known)")
    }
  }

  func perform() throws {
    guard let dataset = BenchmarkDataset(rawValue: dataset) else { return }
    let best = try BenchmarkTable.open(table).best(count, by: ColumnName(dataset, column))
    print("rank,cell,\(column),architecture")
    for (rank, cell) in best.enumerated() {
      print("\(rank + 1),\(cell.index),\(cell.value),\(cell.architecture)")
    }
  }
}
