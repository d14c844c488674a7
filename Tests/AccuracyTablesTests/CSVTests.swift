import AccuracyTables
import Foundation
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

  @Test func recordsAndTheirLines() throws {
    let records = try records("\u{FEFF}a,b\r\n\n\"(1, 2)\",\"say \"\"x\"\"\"\n\"two\nlines\",\n,\nlast,é")
    #expect(records.map(\.line) == [1, 3, 4, 6, 7])
    #expect(
      records.map(\.fields) == [
        ["a", "b"], ["(1, 2)", "say \"x\""], ["two\nlines", ""], ["", ""], ["last", "é"],
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
    let error = tableError { try records(text) }
    #expect(error?.place == place)
    #expect(error?.reason.contains(reason) == true)
  }

  @Test func filesThatCannotBeRead() throws {
    #expect(tableError { try CSVReader(path: "/nowhere/table.csv") }?.kind == .noSuchFile)
    #expect(tableError { try CSVReader(path: FileManager.default.temporaryDirectory.path) }?.kind == .inputOutput)
    try withTemporaryFile("table.csv") { path in
      try Data([0x61, 0x0A, 0xFF]).write(to: URL(filePath: path))
      var reader = try CSVReader(path: path)
      _ = try reader.next()
      #expect(tableError { try reader.next() }?.description == "\(path): line 2: is not UTF-8")
    }
  }
}

@Suite struct CSVImportTests {
  private static let header = "CIFAR10TestAccuracy200Epochs,ImageNetTestAccuracy200Epochs,ArchitectureString,Note"

  private func imported(_ lines: [String], order: [String] = ["a", "b", "c"]) throws -> CSVImport {
    try withTemporaryFile("table.csv") { path in
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
      return try CSVImport(readingFrom: path, order: order)
    }
  }

  @Test func rowsComeIntoTheBenchmarksOrder() throws {
    let result = try imported([Self.header, "3,,c,x", "1.25,nan,a,\"y, z\""])
    #expect(result.table.architectures == ["a", "b", "c"])
    #expect(result.table.datasets == [.cifar10, .imagenet16])
    let accuracies = try result.table.values(ColumnName(.cifar10))
    #expect(accuracies[0] == 1.25 && accuracies[1].isNaN && accuracies[2] == 3)
    #expect(try result.table.values(ColumnName(.imagenet16)).allSatisfy(\.isNaN))
    #expect(result.absentArchitectures == 1 && result.emptyFields == 2)
    #expect(result.table.source.hasPrefix("table.csv"))
  }

  @Test(
    arguments: [
      ("1,2,d,x", "'d' is not an architecture"), ("1,2,a,x", "'a' was already on line 2"),
      ("1,2,b", "has 3 fields, where the header has 4"), ("1,2,b,x,y", "has 5 fields"),
      ("high,2,b,x", "CIFAR10TestAccuracy200Epochs is 'high'"), ("1,100.5,b,x", "ImageNetTestAccuracy200Epochs"),
      ("inf,2,b,x", "percentage from 0 to 100"), ("1,-2,b,x", "percentage"), ("1 ,2,b,x", "'1 '"),
    ])
  func rowsThatAreWrong(row: String, reason: String) {
    let error = tableError { try imported([Self.header, "1,2,a,x", row]) }
    #expect(error?.place == "line 3" && error?.kind == .badData)
    #expect(error?.reason.contains(reason) == true)
  }

  @Test func headersThatAreWrong() {
    #expect(tableError { try imported([""]) }?.reason.contains("ArchitectureString") == true)
    #expect(tableError { try imported(["index,architecture", "0,a"]) }?.place == "line 1")
    #expect(tableError { try imported(["ArchitectureString", "a"]) } != nil)
    let twice = tableError { try imported([Self.header + ",Note", "1,2,a,x,y"]) }
    #expect(twice?.reason.contains("twice") == true)
    #expect(tableError { try imported([Self.header]) }?.reason.contains("no rows") == true)
  }

  @Test(
    .enabled(if: Fixtures.officialIsThere, "skipped: ../shared/data/nats-bench-tss-200-epochs.csv is not there"))
  func theOfficialTable() throws {
    var reader = try CSVReader(path: Fixtures.officialCSV)
    _ = try reader.next()
    var rows: [[String]] = []
    while let record = try reader.next() { rows.append(record.fields) }
    let result = try CSVImport(readingFrom: Fixtures.officialCSV, order: rows.map { $0[3] })
    #expect(result.table.count == 15_625 && result.emptyFields == 0 && result.absentArchitectures == 0)
    let reversed = try CSVImport(readingFrom: Fixtures.officialCSV, order: rows.reversed().map { $0[3] })
    try withTemporaryFile("table.h5") { path in
      try result.table.write(to: path)
      let table = try AccuracyTable(readingFrom: path)
      #expect(table.datasets == [.cifar10, .cifar100, .imagenet16])
      for (column, dataset) in [BenchmarkDataset.cifar10, .cifar100, .imagenet16].enumerated() {
        let values = try table.values(ColumnName(dataset))
        #expect(values == rows.map { Double($0[column])! })
        #expect(try reversed.table.values(ColumnName(dataset)) == values.reversed())
      }
      #expect(try table.index(of: rows[13_714][3]) == 13_714)
      let summary = try AccuracyTableSummary(of: table)
      #expect(summary.columns.allSatisfy { $0.known == 15_625 && !$0.best.isEmpty })
      #expect(summary.columns[0].best[0].value == rows.map { Double($0[0])! }.max())
    }
  }
}
