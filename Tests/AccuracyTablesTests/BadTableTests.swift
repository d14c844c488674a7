import AccuracyTables
import Files
import Foundation
import HDF5
import TestSupport
import Testing

@Suite struct BadTableTests {
  /// Writes a table by hand, with one thing changed, and returns why it is refused.
  private func refusal(_ change: (HDF5File) throws -> Void) throws -> FileError? {
    try withTemporaryFile("table.h5") { path in
      try HDF5File.create(at: path, change)
      let error = tableError { try AccuracyTable(readingFrom: path) }
      #expect(error == nil || error?.file == path)
      #expect(error?.kind == .badData)
      return error
    }
  }

  private func attributes(_ file: HDF5File, format: String = "tenas-accuracy-table", version: Int64 = 1) throws {
    try file.setAttribute("format", format)
    try file.setAttribute("version", version)
    try file.setAttribute("source", "made up")
  }

  private func cells(_ file: HDF5File) throws { try file.createDataset("architectures", ["a", "b"]) }

  @Test func missingParts() throws {
    let empty = try refusal { _ in }
    #expect(empty?.reason.contains("'format' is missing; expected 'tenas-accuracy-table'") == true)
    let noVersion = try refusal { try $0.setAttribute("format", "tenas-accuracy-table") }
    #expect(noVersion?.reason.contains("'version' is missing") == true)
    let noSource = try refusal {
      try $0.setAttribute("format", "tenas-accuracy-table")
      try $0.setAttribute("version", Int64(1))
    }
    #expect(noSource?.reason.contains("'source' is missing") == true)
    let noArchitectures = try refusal { try attributes($0) }
    #expect(noArchitectures?.place == "/architectures")
    let noDatasets = try refusal {
      try attributes($0)
      try cells($0)
    }
    #expect(noDatasets?.place == "/datasets" && noDatasets?.reason.contains("is missing") == true)
    let noColumns = try refusal {
      try attributes($0)
      try cells($0)
      try $0.createGroup("datasets/cifar10")
    }
    #expect(noColumns?.place == "/datasets")
  }

  @Test func otherFormatsAndVersions() throws {
    let version = try refusal { try attributes($0, version: 2) }
    #expect(version?.reason == "is of version 2; this program reads version 1")
    #expect(try refusal { try attributes($0, format: "other") }?.reason.contains("'other'") == true)
    let text = try refusal {
      try $0.setAttribute("format", "tenas-accuracy-table")
      try $0.setAttribute("version", "1")
    }
    #expect(text?.reason.contains("'version'") == true)
  }

  @Test(
    arguments: [
      ("datasets/cifar10/test_accuracy", [3], "[3]"), ("datasets/cifar10/test_accuracy", [2, 1], "[2, 1]"),
      ("datasets/cifar10/test_accuracy_by_seed", [2], "[2, seeds]"),
      ("datasets/cifar10/epochs12/test_accuracy", [1], "[1]"), ("costs/cifar10/flops", [1], "[1]"),
    ])
  func columnsOfTheWrongShape(path: String, shape: [Int], found: String) throws {
    let error = try refusal {
      try attributes($0)
      try cells($0)
      try $0.createGroup("datasets/cifar100")
      try $0.createDataset(path, [Double](repeating: 1, count: shape.reduce(1, *)), shape: shape)
    }
    #expect(error?.place == "/" + path)
    #expect(error?.reason.contains(found) == true && error?.reason.contains("[2") == true)
  }

  @Test func columnsOfTheWrongKind() throws {
    func refusalOf(_ change: (HDF5File) throws -> Void) throws -> FileError? {
      try refusal {
        try attributes($0)
        try cells($0)
        try change($0)
      }
    }
    let texts = try refusalOf { try $0.createDataset("datasets/cifar10/test_accuracy", ["1", "2"]) }
    #expect(texts?.reason == "holds strings of 1 bytes, where numbers are needed")
    let group = try refusalOf { try $0.createGroup("datasets/cifar10/test_accuracy") }
    #expect(group?.reason.contains("is a group") == true)
    let unknown = try refusalOf { try $0.createDataset("datasets/svhn/test_accuracy", [1.0, 2]) }
    #expect(unknown?.place == "/datasets" && unknown?.reason.contains("has no column") == true)
    let way = try refusalOf {
      let target = try $0.createDataset("targets/latency", [1.0, 2])
      try target.setAttribute("direction", "down")
    }
    #expect(way?.place == "/targets/latency" && way?.reason.contains("'down', where higher or lower") == true)
  }

  /// What is not of the format is passed over, with a note; any type of numbers is read.
  @Test func whatTheFormatDoesNotKnow() throws {
    try withTemporaryFile("table.h5") { path in
      try HDF5File.create(at: path) {
        try attributes($0)
        try cells($0)
        try $0.createDataset("datasets/cifar10/test_accuracy", [Float(50), 60])
        try $0.createDataset("datasets/cifar10/epochs", [Int64(200), 200])
        try $0.createDataset("datasets/cifar10/genotype", ["x", "y"])
        try $0.createDataset("datasets/cifar10/lr", [0.1], shape: [])
        try $0.createDataset("datasets/svhn/test_accuracy", [1.0, 2])
        try $0.createDataset("datasets/readme", ["x"])
        try $0.createDataset("more/things", [1.0])
        try $0.createDataset("targets/pixel3 latency", [1.0, 2])
        try $0.createDataset("targets/edge", [3.0, 4], shape: [2, 1])
      }
      let table = try AccuracyTable(readingFrom: path)
      #expect(try table.values(ColumnName(.cifar10)) == [50, 60])
      #expect(table.columnNames.map(\.description) == ["/datasets/cifar10/epochs", "/datasets/cifar10/test_accuracy"])
      #expect(
        Set(table.notes.map { String($0.prefix { $0 != ":" }) }) == [
          "/datasets/readme", "/datasets/svhn", "/datasets/cifar10/genotype", "/datasets/cifar10/lr", "/targets/edge",
          "/targets/pixel3 latency",
        ])
      #expect(table.notes.count == 6 && table.notes.allSatisfy { $0.contains(": passed over: ") })
    }
  }

  @Test func targets() throws {
    try withTemporaryFile("table.h5") { path in
      let (latency, svhn) = (BenchmarkDataset(target: "pixel3_latency")!, BenchmarkDataset(target: "svhn")!)
      let made = try AccuracyTable(
        source: "made up", architectures: ["a", "b", "c"],
        columns: [ColumnName(latency): [3, 1, .nan], ColumnName(svhn): [90, 95, 92]],
        kinds: [latency: TargetKind(unit: "ms", direction: .lower)])
      try made.write(to: path)
      let table = try AccuracyTable(readingFrom: path)
      #expect(table.targets == [latency, svhn] && table.datasets.isEmpty && table.notes.isEmpty)
      #expect(
        table.kind(of: latency) == TargetKind(unit: "ms", direction: .lower) && table.kind(of: svhn) == TargetKind())
      #expect(
        try table.merits(ColumnName(latency)).prefix(2) == [-3, -1] && table.merits(ColumnName(svhn)) == [90, 95, 92])
      #expect(try table.best(1, by: ColumnName(latency))[0].index == 1)
      #expect(ColumnName(latency).description == "/targets/pixel3_latency")
      #expect(try table.verify().allSatisfy(\.isStated))
      #expect(
        BenchmarkDataset(target: "cifar10") == nil && BenchmarkDataset(target: "a/b") == nil
          && BenchmarkDataset(rawValue: "svhn") == nil)
    }
  }

  @Test func fractions() throws {
    let table = try AccuracyTable(
      source: "made up", architectures: ["a", "b"],
      columns: [ColumnName(.cifar10): [0.9, 0.1], ColumnName(.cifar100): [70, 0]])
    #expect(table.doubts() == ["no value of /datasets/cifar10/test_accuracy exceeds 1; percent is expected"])
  }

  @Test func architecturesThatAreWrong() throws {
    let grid = try refusal {
      try attributes($0)
      try $0.createDataset("architectures", ["a", "b"], shape: [1, 2])
    }
    #expect(grid?.place == "/architectures")
    let twice = try refusal {
      try attributes($0)
      try $0.createDataset("architectures", ["a", "a"])
      try $0.createDataset("datasets/cifar10/test_accuracy", [1.0, 2])
    }
    #expect(twice?.reason.contains("twice, at 0 and 1") == true)
    try withTemporaryFile("table.h5") { path in
      try HDF5File.create(at: path) {
        try attributes($0)
        try $0.createDataset("architectures", [1.0, 2])
      }
      let error = #expect(throws: HDF5Error.self) { try AccuracyTable(readingFrom: path) }
      #expect(error?.object == "/architectures" && error?.reason.contains("strings are needed") == true)
    }
  }

  @Test func accuraciesOutsideThePercentages() throws {
    try withTemporaryFile("table.h5") { path in
      try HDF5File.create(at: path) {
        try attributes($0)
        try cells($0)
        try $0.createDataset("datasets/cifar10/test_accuracy", [50.0, -1])
      }
      let table = try AccuracyTable(readingFrom: path)
      let error = tableError { try table.values(ColumnName(.cifar10)) }
      #expect(error?.file == path && error?.place == "/datasets/cifar10/test_accuracy")
      #expect(error?.reason.contains("value 1 is -1.0") == true)
    }
  }

  @Test func filesThatAreNoTables() throws {
    let missing = #expect(throws: HDF5Error.self) { try AccuracyTable(readingFrom: "/nowhere/table.h5") }
    #expect(missing?.kind == .noSuchFile)
    try withTemporaryFile("table.h5") { path in
      try Data("not HDF5".utf8).write(to: URL(filePath: path))
      let text = #expect(throws: HDF5Error.self) { try AccuracyTable(readingFrom: path) }
      #expect(text?.kind == .badData)
      let whole = try Data(contentsOf: URL(filePath: Fixtures.h5pyTable))
      for length in stride(from: whole.count - 1, to: 0, by: -211) {
        try whole.prefix(length).write(to: URL(filePath: path))
        let truncated = #expect(throws: HDF5Error.self) { try AccuracyTable(readingFrom: path) }
        #expect(truncated?.kind == .badData && truncated?.file == path)
      }
    }
  }

  @Test func aWriteThatFailsLeavesTheOldTable() throws {
    try withTemporaryFile("table.h5") { path in
      try Data("an earlier table".utf8).write(to: URL(filePath: path))
      let table = try AccuracyTable(source: "a\0b", architectures: ["a"], columns: [ColumnName(.cifar10): [1]])
      #expect(throws: HDF5Error.self) { try table.write(to: path) }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "an earlier table")
    }
  }
}
