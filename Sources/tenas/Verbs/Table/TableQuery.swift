import AccuracyTables
import ArgumentParser
import Reports
import SearchSpaces

struct TableQuery: Verb {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Print what a table knows of one cell, one column a line.",
    discussion: "Columns with a value for each training seed list them in the order of the seeds.")

  @Argument(help: "The HDF5 table.", completion: .table)
  var table: String

  @Option(help: "The cell's architecture string.")
  var architecture: String?

  @Option(help: "The cell's index in the benchmark's order.")
  var index: Int?

  @Option(
    help: "NAS-Bench-Suite-Zero's tuple of six operation numbers, such as 4,0,3,1,4,3; blanks and brackets are ignored."
  )
  var tuple: String?

  @Flag(help: "JSON: index, architecture, and values by column; null where a seed has none.")
  var json = false

  func validate() throws {
    guard [architecture != nil, index != nil, tuple != nil].count(where: \.self) == 1 else {
      throw ValidationError("Name the cell by one of --architecture, --index and --tuple")
    }
  }

  func perform() throws {
    // The order of the table's own strings counts, so that the benchmark's need not be computed.
    let table = try AccuracyTable(readingFrom: table)
    let cell = try index ?? table.index(of: name())
    let values = try table.columnNames.map { ($0, try table.values($0, at: cell)) }
    let known = values.filter { !$0.1.allSatisfy(\.isNaN) }
    guard !json else {
      return print(try Self.json(cell, table.architectures[cell], known).text(), terminator: "")
    }
    let width = values.map { "\($0.0)".count }.max() ?? 0
    print("cell \(cell)  \(table.architectures[cell])")
    for (column, values) in known {
      let name = "\(column)".padding(toLength: width)
      print("\(name)  \(values.map { "\($0)" }.joined(separator: "  "))")
    }
    if known.isEmpty { print("no value of this cell is known") }
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

  private func name() throws -> String {
    if let architecture { return try NASBench201.Architecture(parsing: architecture).description }
    let fields = (tuple ?? "").filter { !" ()[]".contains($0) }.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = fields.compactMap { Int($0) }
    guard numbers.count == fields.count else { throw ValidationError("--tuple '\(tuple ?? "")' is not six integers") }
    return try NASBench201.Architecture(tuple: numbers).description
  }
}

extension String {
  fileprivate func padding(toLength length: Int) -> String {
    self + String(repeating: " ", count: max(0, length - count))
  }
}
