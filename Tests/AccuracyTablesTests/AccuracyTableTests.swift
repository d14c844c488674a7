import AccuracyTables
import Files
import Foundation
import TestSupport
import Testing

@Suite struct AccuracyTableTests {
  private let columns: [ColumnName: [Double]] = [
    ColumnName(.cifar10): [10, 93.5, .nan],
    ColumnName(.cifar100, "validation_accuracy", section: .epochs12): [1, 2, 3],
    ColumnName(.cifar10, "test_accuracy_by_seed"): [9, 11, 93, 94, .nan, .nan],
    ColumnName(.cifar10, "latency", section: .costs): [0.01, 0.02, 0.03],
  ]

  private func table() throws -> AccuracyTable {
    try AccuracyTable(source: "made up", architectures: Fixtures.cells, columns: columns)
  }

  @Test func aRoundTripKeepsEveryBit() throws {
    try withTemporaryFile("table.h5") { path in
      try table().write(to: path)
      let read = try AccuracyTable(readingFrom: path)
      #expect(read.source == "made up" && read.architectures == Fixtures.cells && read.count == 3)
      #expect(read.columnNames == columns.keys.sorted())
      #expect(read.datasets == [.cifar10])
      for (name, values) in columns {
        #expect(try read.values(name).map(\.bitPattern) == values.map(\.bitPattern))
      }
      try read.write(to: path)
      #expect(try AccuracyTable(readingFrom: path).values(ColumnName(.cifar10))[1] == 93.5)
    }
  }

  @Test func aTableWrittenByH5py() throws {
    let table = try AccuracyTable(readingFrom: Fixtures.h5pyTable)
    #expect(table.source == "three cells" && table.count == 3)
    #expect(table.architectures[..<2] == Fixtures.cells[..<2])
    #expect(table.datasets == [.cifar10, .imagenet16])
    #expect(
      table.columnNames.map(\.description) == [
        "/datasets/cifar10/test_accuracy", "/datasets/cifar10/test_accuracy_by_seed", "/datasets/cifar10/train_loss",
        "/datasets/imagenet16-120/validation_accuracy", "/datasets/cifar10/epochs12/test_accuracy",
        "/costs/cifar10/parameters",
      ])
    let bySeed = ColumnName(.cifar10, "test_accuracy_by_seed")
    #expect(try table.seeds(of: bySeed) == 2 && table.seeds(of: ColumnName(.cifar10)) == 1)
    #expect(try table.values(bySeed, at: 1) == [93, 93.5])
    #expect(try table.values(ColumnName(.cifar10), at: 0) == [85.5])
    #expect(try table.values(ColumnName(.cifar10))[2].isNaN)
    #expect(try table.values(ColumnName(.cifar10, section: .epochs12)) == [60, 70, 70])
  }

  @Test func lookingUp() throws {
    let table = try table()
    #expect(try table.index(of: Fixtures.cells[2]) == 2)
    #expect(try table.values(ColumnName(.cifar10), at: 1) == [93.5])
    #expect(try table.values(ColumnName(.cifar10, "test_accuracy_by_seed"), at: 1) == [93, 94])
    #expect(tableError { try table.index(of: "|none~0|") }?.reason.contains("'|none~0|'") == true)
    #expect(tableError { try table.values(ColumnName(.cifar10), at: 3) }?.reason.contains("0 to 2") == true)
    #expect(tableError { try table.values(ColumnName(.cifar10), at: -1) } != nil)
    let absent = tableError { try table.values(ColumnName(.cifar100)) }
    #expect(absent?.place == "/datasets/cifar100/test_accuracy")
    #expect(absent?.reason.contains("/datasets/cifar10/test_accuracy") == true)
  }

  @Test func theOrderIsCompared() throws {
    let table = try table()
    try table.validateOrder(Fixtures.cells)
    #expect(tableError { try table.validateOrder(Fixtures.cells.reversed()) }?.reason.contains("entry 0") == true)
    #expect(tableError { try table.validateOrder(Fixtures.cells + ["x"]) }?.reason.contains("4 are needed") == true)
  }

  @Test func columnsThatAreWrong() {
    func make(_ cells: [String], _ columns: [ColumnName: [Double]]) -> FileError? {
      tableError { try AccuracyTable(source: "", architectures: cells, columns: columns) }
    }
    let column = ColumnName(.cifar10)
    #expect(make(["a", "b"], [column: [1]])?.place == "/datasets/cifar10/test_accuracy")
    #expect(make(["a", "a"], [column: [1, 2]])?.reason.contains("twice") == true)
    #expect(make(["a", "b"], [column: [1, 100.1]])?.reason.contains("value 1 is 100.1") == true)
    #expect(make(["a", "b"], [column: [1, .infinity]]) != nil)
    #expect(make(["a"], [:]) != nil)
    #expect(make([], [column: []]) != nil)
    #expect(make(["a", "b"], [column: [1, 2], ColumnName(.cifar10, "x_by_seed"): [1, 2, 3]]) != nil)
  }

  @Test func aSummary() throws {
    let summary = try AccuracyTableSummary(of: AccuracyTable(readingFrom: Fixtures.h5pyTable))
    #expect(summary.source == "three cells" && summary.cells == 3 && summary.datasets == [.cifar10, .imagenet16])
    #expect(summary.columns.count == 6)
    let accuracy = summary.columns[0]
    #expect(accuracy.known == 2 && accuracy.total == 3)
    #expect(accuracy.minimum == 85.5 && accuracy.maximum == 93.25 && accuracy.mean == 89.375)
    #expect(accuracy.best.map(\.architecture) == [Fixtures.cells[1]])
    #expect(accuracy.best.map(\.index) == [1] && accuracy.best.map(\.value) == [93.25])
    #expect(summary.columns[1].total == 6 && summary.columns[1].best.isEmpty)
    #expect(summary.columns[2].best.isEmpty)
    #expect(summary.columns[4].best.map(\.index) == [1, 2])
  }

  @Test func aSummaryOfNothingKnown() throws {
    let table = try AccuracyTable(source: "", architectures: ["a"], columns: [ColumnName(.cifar10): [.nan]])
    let column = try AccuracyTableSummary(of: table).columns[0]
    #expect(column.known == 0 && column.minimum == nil && column.mean == nil && column.best.isEmpty)
  }
}
