import Files
import Foundation
import TestSupport
import Testing

@Suite struct CSVReaderTests {
  private func records(_ text: String) throws -> [CSVReader.Record] {
    try withTemporaryFile("table.csv") { path in
      try Data(text.utf8).write(to: URL(filePath: path))
      var reader = try CSVReader(path: path)
      var records: [CSVReader.Record] = []
      while let record = try reader.next() { records.append(record) }
      return records
    }
  }

  private func fileError(_ body: () throws -> some Any) -> FileError? { #expect(throws: FileError.self) { try body() } }

  @Test func recordsAndTheirLines() throws {
    let records = try records("\u{FEFF}a,b\r\n\n\"(1, 2)\",\"say \"\"x\"\"\"\n\"two\nlines\",\n,\nlast,é")
    #expect(records.map(\.line) == [1, 3, 4, 7])
    #expect(
      records.map(\.fields) == [
        ["a", "b"], ["(1, 2)", "say \"x\""], ["two\nlines", ""], ["last", "é"],
      ])
    #expect(try self.records("").isEmpty)
    #expect(try self.records("a,").map(\.fields) == [["a", ""]])
  }

  @Test(
    arguments: [
      ("a\n\"b", "line 2", "not closed"), ("a\n\"b\"c\n", "line 2", "closing quote"),
      ("a\nb\"c\"\n", "line 2", "does not begin with one"), ("\"a\nb\nc", "line 1", "not closed"),
    ])
  func misplacedQuotes(text: String, place: String, reason: String) {
    let error = fileError { try records(text) }
    #expect(error?.place == place)
    #expect(error?.reason.contains(reason) == true)
  }

  @Test func filesThatCannotBeRead() throws {
    #expect(fileError { try CSVReader(path: "/nowhere/table.csv") }?.kind == .noSuchFile)
    #expect(fileError { try CSVReader(path: FileManager.default.temporaryDirectory.path) }?.kind == .inputOutput)
    try withTemporaryFile("table.csv") { path in
      try Data([0x61, 0x0A, 0xFF]).write(to: URL(filePath: path))
      var reader = try CSVReader(path: path)
      _ = try reader.next()
      #expect(fileError { try reader.next() }?.description == "\(path): line 2: is not UTF-8")
    }
  }
}
