import AccuracyTables
import ArgumentParser
import Files
import Reports
import Scores
import Foundation
import Reports
import SearchSpaces

struct TableQuery: Verb {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Print what a table knows of one cell, one column a line.",
    discussion: """
      A cell is named by its index, its architecture string, a tuple of six operation numbers (NASLib's) or NATS-Bench's list; quote \
      the last three; in a table of genotypes by its index or a genotype in any notation. nats:1,0,2,3,4,1 are NATS-Bench's numbers, in the order of the string.

      Columns with a value for each training seed list them in the order of the seeds.
      """)

  @Argument(help: "The HDF5 table.", completion: .table)
  var table: String

  @Argument(help: ArgumentHelp("The cell.", valueName: "INDEX|STRING|TUPLE"))
  var cell: String?

  @Option(help: "The same: the cell's architecture string.")
  var architecture: String?

  @Option(help: "The same: the cell's index in the benchmark's order.")
  var index: String?

  @Option(
    help:
      "The same: NAS-Bench-Suite-Zero's tuple of six operation numbers, such as 4,0,3,1,4,3; brackets do not matter."
  )
  var tuple: String?

  @OptionGroup var format: FormatOptions

  @Flag(help: "The same as --format json: index, architecture, and values by column; null where a seed has none.")
  var json = false

  func validate() throws {
    guard [cell, architecture, index, tuple].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("name the cell, or give one of --architecture, --index and --tuple")
    }
    if json, let given = format.format, given != .json { throw ValidationError("give one of --json and --format") }
  }

  func perform() throws {
    // The order of the table's own strings counts, so that the benchmark's need not be computed.
    let table = try AccuracyTable(readingFrom: table)
    let cell = try cell(in: table)
    let values = try table.columnNames.map { ($0, try table.values($0, at: cell)) }
    let known = values.filter { !$0.1.allSatisfy(\.isNaN) }
    let format = json ? .json : format.chosen()
    if format == .json { return StandardOutput.write(try Self.json(cell, table.architectures[cell], known).text()) }
    if format == .table { print("cell \(cell)  \(table.architectures[cell])") }
    if known.isEmpty {
      Terminal.note("no value of this cell is known")
    } else if format == .table, let width = Terminal.width,
      Self.listing(known, .table).aligned().split(separator: "\n").contains(where: { $0.count > width })
    {
      Self.printGroups(known)
    } else {
      try Self.listing(known, format).print(format)
    }
  }

  /// The same where paths are too long for the terminal: each place once, and below it its columns by their last names.
  private static func printGroups(_ known: [(ColumnName, [Double])]) {
    func parts(_ name: ColumnName) -> (place: String, last: String) {
      let path = "\(name)".split(separator: "/")
      return ("/" + path.dropLast().joined(separator: "/"), String(path.last!))
    }
    let longest = known.map { parts($0.0).last.count }.max()!
    var place = ""
    for (column, values) in known {
      let (group, name) = parts(column)
      if group != place { print("\(place.isEmpty ? "" : "\n")\(group)") }
      place = group
      let padding = String(repeating: " ", count: longest - name.count)
      print("  \(name)\(padding)  \(values.map(TextNumber.significant).joined(separator: "  "))")
    }
  }

  /// A row a column; for programs a row a value, with the place of its seed.
  private static func listing(_ known: [(ColumnName, [Double])], _ format: ResultTable.Format) -> ResultTable {
    if format == .table {
      return ResultTable(
        known,
        [
          .text("column", title: "column") { "\($0.0)" },
          .text("value", title: "value") { $0.1.map(TextNumber.significant).joined(separator: "  ") },
        ])
    }
    let values = known.flatMap { column, values in
      values.enumerated().map { (column: column, seed: column.isBySeed ? "\($0 + 1)" : "", value: $1) }
    }
    return ResultTable(
      values,
      [
        .text("column", title: "column") { "\($0.column)" }, .text("seed", title: "seed") { $0.seed },
        .number("value", title: "value", places: nil) { $0.value },
      ])
  }

  /// A column with a value a seed is an array.
  private static func json(_ cell: Int, _ architecture: String, _ columns: [(ColumnName, [Double])]) -> JSON {
    let values = columns.map { column, values in
      let numbers = values.map { $0.isFinite ? JSON.number($0) : .null }
      return ("\(column)", column.isBySeed ? .array(numbers) : numbers[0])
    }
    return [
      "index": .integer(cell), "architecture": .string(architecture),
      "values": .object(Dictionary(uniqueKeysWithValues: values)),
    ]
  }

  private func cell(in table: AccuracyTable) throws -> Int {
    let text = cell ?? architecture ?? index ?? tuple ?? ""
    // A plain index, and a text that the table has, are the table's own; every other name is a string's.
    if let index = Int(text.trimmingCharacters(in: .whitespaces)) ?? (try? table.index(of: text)) { return index }
    if SearchSpace(ofCell: table.architectures[0]) == .darts { return try CellList(of: table).place(named: text) }
    do {
      return try table.index(of: NASBench201.CellName(text).architecture.description)
    } catch SearchSpaceError.unreadableCell(let name) {
      throw ValidationError("\(SearchSpaceError.unreadableCell(name))")
    }
  }
}
