import AccuracyTables
import ArgumentParser
import Scores

struct TableBest: Verb {
  static let configuration = CommandConfiguration(
    commandName: "best", abstract: "Print the best cells of a data set, as CSV: rank, cell, value, architecture.")

  @Argument(help: "The HDF5 table.", completion: .table)
  var table: String

  @Option(help: "The data set.")
  var dataset: BenchmarkDataset

  @Option(help: "What decides; the highest is the best.")
  var column = "test_accuracy"

  @Option(help: "How many cells.", transform: Number.positive)
  var count = 10

  func perform() throws {
    let best = try CellList.open(table).table.best(count, by: ColumnName(dataset, column))
    print("rank,cell,\(column),architecture")
    for (rank, cell) in best.enumerated() {
      print("\(rank + 1),\(cell.index),\(cell.value),\(cell.architecture)")
    }
  }
}
