import ArgumentParser
import Scores

struct TableVerify: Verb {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check a table's layout, order, values and checksums.",
    discussion: """
      Prints a line a column: its CRC-32, how many values are known, and whether the file states that checksum. Tables \
      written by other programs may state none. Exit status 65 if anything is wrong.
      """)

  @Argument(help: "The HDF5 table.", completion: .table)
  var table: String

  func perform() throws {
    let columns = try Truth.openAny(table).table.verify()
    for column in columns {
      let digits = String(column.checksum, radix: 16)
      let checksum = String(repeating: "0", count: 8 - digits.count) + digits
      print(
        "\(checksum)  \(column.known)/\(column.total)  \(column.name)\(column.isStated ? "" : "  (no checksum stated)")"
      )
    }
    let stated = columns.count { $0.isStated }
    print(
      "\(columns.count) columns; \(stated) checksums stated, all as computed; layout, order and values are right")
  }
}
