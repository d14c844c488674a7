import AccuracyTables
import Studies
import TestSupport
import Testing

/// Two tables, cell by cell, in the numbers that `table compare` rounds for the eye.
@Suite struct TableComparisonTests {
  @Test func oneCellThatMovesPastAllOthers() throws {
    let first = try AccuracyTable.made { 50 + Double($0) / 1000 }
    let second = try AccuracyTable.made { $0 == 5 ? 99 : 50 + Double($0) / 1000 }
    let column = try #require(try TableComparison(first, second).columns.first)
    // One cell of 15,625 moved past 15,619 others: τ falls by 2 · 15619 / C(15625, 2).
    let tau = try #require(column.kendall.value)
    #expect(abs(tau - (1 - 2 * 15_619 / (15_625 * 15_624 / 2))) < 1e-12)
    #expect(column.common == 15_625)
    #expect(column.largest.map(\.index) == [5] && column.largest.map(\.first) == [50.005])
    #expect(column.largest.map(\.second) == [99])
  }
}
