import AccuracyTables
import ArgumentParser
import Reports
import Scores

struct TableBest: Verb {
  static let configuration = CommandConfiguration(
    commandName: "best", abstract: "Print the best cells of a data set.")

  @Argument(help: "The HDF5 table.", completion: .table)
  var table: String

  @Option(
    help: ArgumentHelp("The data set, or a further target of the table.", valueName: "NAME"),
    completion: .list(BenchmarkDataset.allValueStrings))
  var dataset: TargetName

  @Option(help: "What decides; the highest is the best, or of a target the lowest, if the table says so.")
  var column = "test_accuracy"

  @Option(help: ArgumentHelp("How many cells; default: 10.", valueName: "N"), transform: Number.positive)
  var count = 10

  @OptionGroup var format: FormatOptions

  func perform() throws {
    let table = try Truth.openAny(table).table
    guard !dataset.name.isTarget || table.targets.contains(dataset.name) else {
      let known = BenchmarkDataset.allCases + table.targets
      throw ValidationError(
        "there is no '\(dataset.name)'; there are \(known.map(\.rawValue).joined(separator: ", "))")
    }
    let best = try table.best(count, by: ColumnName(dataset.name, column))
    let name = ColumnName(dataset.name, column).name
    try ResultTable(
      Array(best.enumerated()),
      [
        .integer("rank", title: "rank") { $0.offset + 1 }, .integer("cell", title: "cell") { $0.element.index },
        .number(name, title: name, places: nil) { $0.element.value },
        .text("architecture", title: "architecture") { $0.element.architecture },
      ], dispensable: ["architecture"]
    ).print(format.chosen())
  }
}
