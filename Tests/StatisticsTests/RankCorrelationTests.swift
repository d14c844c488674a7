import Randomness
import Statistics
import TestSupport
import Testing

private let shapes: [(count: Int, levels: Int)] = [
  (2, 0), (3, 0), (10, 3), (50, 0), (50, 4), (301, 0), (301, 20), (1_000, 2),
]

@Suite struct RankCorrelationTests {
  @Test(arguments: shapes) func fastTauIsTheDefinition(count: Int, levels: Int) throws {
    for seed in UInt64(0)..<20 {
      let (x, y) = columns(count, levels: levels, seed: seed)
      #expect(try kendallTauB(x, y) == kendallTauBByDefinition(x, y))
    }
  }

  @Test(arguments: shapes) func propertiesOfBothCoefficients(count: Int, levels: Int) throws {
    for coefficient in [kendallTauB, spearmanRho] as [([Double], [Double]) throws -> Correlation] {
      for seed in UInt64(100)..<110 {
        let (x, y) = columns(count, levels: levels, seed: seed)
        let correlation = try coefficient(x, y)
        guard let value = correlation.value else { continue }
        #expect(abs(value) <= 1)
        #expect(try coefficient(y, x) == correlation)
        #expect(try coefficient(x.map { $0 * 3 + 7 }, y.map { $0 * $0 * $0 / 1024 }) == correlation)
        #expect(try coefficient(x.map(-), y) == .value(-value))
        #expect(try coefficient(x.map(-), y.map(-)) == correlation)
        #expect(try coefficient(x, x) == .value(1))
        #expect(try coefficient(x, x.map(-)) == .value(-1))
      }
    }
  }

  @Test func coefficientsDoNotDependOnTheOrderOfRows() throws {
    let (x, y) = columns(500, levels: 30, seed: 3)
    var stream = RandomStream(seed: 4, purpose: "order")
    let order = stream.distinctIntegers(500, below: 500)
    #expect(try kendallTauB(order.map { x[$0] }, order.map { y[$0] }) == kendallTauB(x, y))
    #expect(try spearmanRho(order.map { x[$0] }, order.map { y[$0] }) == spearmanRho(x, y))
  }

  @Test func valuesByHand() throws {
    // Pairs: 5 concordant, 1 discordant; P − Q = 4 of 6.
    #expect(try kendallTauB([1, 2, 3, 4], [1, 3, 2, 4]).value == 4.0 / 6)
    #expect(try spearmanRho([1, 2, 3, 4], [1, 3, 2, 4]).value == 0.8)
    // One tie in x: P − Q = 2 of √(2·3).
    #expect(abs(try #require(try kendallTauB([1, 1, 2], [1, 2, 3]).value) - 2 / 6.0.squareRoot()) < 1e-15)
    #expect(try kendallTauB([0.0, -0.0, 1], [5, 5, 6]).value == 1)
    #expect(try kendallTauB([1, 2, 1, 2], [1, 1, 2, 2]).value == 0)
  }

  @Test func infinitiesRankAtTheEndsAndTie() throws {
    #expect(try ranks(of: [.infinity, 3, .infinity, -.infinity, 1e308]) == [4.5, 2, 4.5, 1, 3])
    #expect(try kendallTauB([1, 2, .infinity, .infinity], [4, 3, 2, 1]) == kendallTauB([1, 2, 9, 9], [4, 3, 2, 1]))
    #expect(try spearmanRho([1, -.infinity, .infinity], [2, 1, 3]).value == 1)
  }

  @Test func undefinedCoefficientsSayWhy() throws {
    for coefficient in [kendallTauB, spearmanRho, kendallTauBByDefinition]
      as [([Double], [Double]) throws -> Correlation]
    {
      #expect(try coefficient([], []) == .undefined(.tooFewObservations))
      #expect(try coefficient([1], [2]) == .undefined(.tooFewObservations))
      #expect(try coefficient([7, 7, 7], [1, 2, 3]) == .undefined(.constantFirst))
      #expect(try coefficient([1, 2, 3], [.infinity, .infinity, .infinity]) == .undefined(.constantSecond))
    }
    #expect(Correlation.undefined(.constantFirst).value == nil)
    #expect("\(Correlation.undefined(.constantFirst))" == "not defined: the first column is constant")
  }

  @Test func notANumberIsRefusedWithItsRow() {
    for coefficient in [kendallTauB, spearmanRho, kendallTauBByDefinition]
      as [([Double], [Double]) throws -> Correlation]
    {
      #expect(throws: StatisticsError.notANumber(column: "the first column", row: 1)) {
        try coefficient([1, .nan, .nan], [1, 2, 3])
      }
      #expect(throws: StatisticsError.notANumber(column: "the second column", row: 2)) {
        try coefficient([1, 2, 3], [1, 2, -.nan])
      }
      #expect(throws: StatisticsError.unequalCounts(3, 2)) { try coefficient([1, 2, 3], [1, 2]) }
    }
    #expect(throws: StatisticsError.notANumber(column: "kappa", row: 0)) { try RankedColumn([.nan], name: "kappa") }
    #expect("\(StatisticsError.notANumber(column: "kappa", row: 17))".hasPrefix("kappa is NaN in row 17"))
    #expect("\(StatisticsError.unequalCounts(3, 2))".contains("3 and 2 rows"))
  }

  @Test func countsDoNotOverflowAtTheSizeOfTheSpace() throws {
    let ascending = (0..<15_625).map(Double.init)
    #expect(try kendallTauB(ascending, ascending.reversed()).value == -1)
    #expect(try spearmanRho(ascending, ascending.reversed()).value == -1)
    // One row against all others: P − Q and both tie corrections by closed form.
    let single = ascending.map { $0 == 0 ? 0.0 : 1 }
    #expect(
      abs(try #require(try kendallTauB(ascending, single).value) - 15_624 / (15_625 * 7_812.0 * 15_624).squareRoot())
        < 1e-15)
  }
}
