import ArgumentParser
import Scores
import Studies

struct TableCompare: Verb {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Print how far two tables agree: rank correlations and the largest differences.")

  @Argument(help: "An HDF5 table.", completion: .table)
  var first: String

  @Argument(help: "Another.", completion: .table)
  var second: String

  @Option(help: "How many of the largest differences to name.", transform: Number.atLeast(0))
  var differences = 3

  func perform() throws {
    let tables = try [first, second].map(Truth.openAny)
    guard tables[0].cells == tables[1].cells else {
      throw ValidationError("\(second) is of other cells, or in another order, than \(first)")
    }
    print(try TableComparison(tables[0].table, tables[1].table, shown: differences))
  }
}
