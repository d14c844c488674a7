import AccuracyTables
import Files
import Foundation
import TestSupport
import Testing

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
      ("inf,2,b,x", "percentage from 0 to 100"), ("1,-2,b,x", "percentage"), ("1 2,2,b,x", "'1 2'"),
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
    .enabled(
      if: SharedData.isPresent(SharedData.officialTable),
      "skipped: ../shared/data/nats-bench-tss-200-epochs.csv is not there"))
  func theOfficialTable() throws {
    var reader = try CSVReader(path: SharedData.officialTable)
    _ = try reader.next()
    var rows: [[String]] = []
    while let record = try reader.next() { rows.append(record.fields) }
    let result = try CSVImport(readingFrom: SharedData.officialTable, order: rows.map { $0[3] })
    #expect(result.table.count == 15_625 && result.emptyFields == 0 && result.absentArchitectures == 0)
    let reversed = try CSVImport(readingFrom: SharedData.officialTable, order: rows.reversed().map { $0[3] })
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
