import Randomness
import Statistics
import Testing

/// Ranks of functions of ranks, against ranks of the same functions computed plainly on the rows drawn.
@Suite struct CombinationTests {
  /// Columns of 3,000 values, in which many tie; the second has both infinities.
  private static let columns: [[Double]] = {
    var stream = RandomStream(seed: 5, purpose: "test")
    let first = (0..<3000).map { _ in Double(stream.integer(below: 700)) }
    let second = (0..<3000).map { _ in stream.integer(below: 9) == 0 ? .infinity : stream.uniform() - 0.5 }
    return [first, second.map { $0 < -0.49 ? -.infinity : $0 }]
  }()

  private static let functions: [@Sendable (Int, Int) -> Int] = [
    { $0 + $1 }, { 3 * $0 + 17 * $1 }, { min($0, $1) }, { max($0, $1) }, { $0 * $1 }, { -(9000 - $0) * (9000 - $1) },
    { a, _ in a * a * a * a }, { _, _ in 7 },
  ]

  private func plain(_ rows: [Int], _ combine: (Int, Int) -> Int) throws -> [Double] {
    let both = try Self.columns.map { column in try ranks(of: rows.map { column[$0] }) }
    return zip(both[0], both[1]).map { Double(combine(Int(2 * $0), Int(2 * $1))) }
  }

  @Test(arguments: functions.indices) func areThoseOfThePlainFunction(place: Int) throws {
    let columns = try Self.columns.map { try RankedColumn($0) }
    let whole = Resample(everyRowOf: 3000)
    let combined = RankedColumn.combination(columns[0], columns[1], in: whole, Self.functions[place])
    #expect(try combined.averageRanks == ranks(of: plain(Array(0..<3000), Self.functions[place])))
  }

  /// Within a resample the ranks are those of the rows drawn, each as often as it was.
  @Test(arguments: functions.indices) func areTakenWithinTheResample(place: Int) throws {
    let columns = try Self.columns.map { try RankedColumn($0) }
    let resample = Resample(of: 3000, seed: 3, number: place)
    let rows = resample.indices
    let combined = RankedColumn.combination(columns[0], columns[1], in: resample, Self.functions[place])
    let scores = try plain(rows, Self.functions[place])
    let other = Self.columns[1]
    let expected = try kendallTauB(scores, rows.map { other[$0] })
    #expect(kendallTauB(combined, columns[1], in: resample).value == expected.value)
  }

  @Test func theSumOfRanksIsTheRankSum() throws {
    let columns = try Self.columns.map { try RankedColumn($0) }
    let resample = Resample(of: 3000, seed: 1, number: 0)
    let sum = RankedColumn.rankSum(columns[0], columns[1], in: resample)
    let combined = RankedColumn.combination(columns[0], columns[1], in: resample, +)
    #expect(sum.averageRanks == combined.averageRanks)
  }

  @Test func oneRowAndNone() throws {
    for values in [[], [4.0]] {
      let column = try RankedColumn(values)
      let combined = RankedColumn.combination(column, column, in: Resample(everyRowOf: values.count), +)
      #expect(combined.averageRanks == values.map { _ in 1 })
    }
  }
}
