import AccuracyTables
import ArgumentParser
import Scores

struct TableBest: Verb {
  static let configuration = CommandConfiguration(
    commandName: "best", abstract: "Print the best cells of a data set, as CSV: rank, cell, value, architecture.")

  @Argument(help: "The HDF5 table.", completion: .table)
  var table: String

  @Option(
    help: ArgumentHelp("The data set, or a further target of the table.", valueName: "NAME"),
    completion: .list(BenchmarkDataset.allValueStrings))
  var dataset: TargetName

  @Option(help: "What decides; the highest is the best, or of a target the lowest, if the table says so.")
  var column = "test_accuracy"

  @Option(help: "How many cells.", transform: Number.positive)
  var count = 10

  func perform() throws {
    let table = try Truth.openAny(table).table
    guard !dataset.name.isTarget || table.targets.contains(dataset.name) else {
      let known = BenchmarkDataset.allCases + table.targets
      throw ValidationError(
        "there is no '\(dataset.name)'; there are \(known.map(\.rawValue).joined(separator: ", "))")
    }
    let best = try table.best(count, by: ColumnName(dataset.name, column))
    print("rank,cell,\(ColumnName(dataset.name, column).name),architecture")
    for (rank, cell) in best.enumerated() {
      print("\(rank + 1),\(cell.index),\(cell.value),\(cell.architecture)")
    }
  }
}
