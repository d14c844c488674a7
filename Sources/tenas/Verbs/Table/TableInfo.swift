import AccuracyTables
import ArgumentParser
import Scores

struct TableInfo: Verb {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Print what an accuracy table holds: size, data sets, ranges, best cells.")

  @Argument(help: "The HDF5 table.", completion: .table)
  var table: String

  func perform() throws {
    let table = try Truth.openAny(table).table
    print(try AccuracyTableSummary(of: table).text, terminator: "")
  }
}
