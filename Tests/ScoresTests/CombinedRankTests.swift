import Scores
import Statistics
import TestSupport
import Testing

@Suite struct CombinedRankTests {
  @Test func smallestIsBest() throws {
    // κ ranks 1 2 3 4, R ranks descending 2 1 4 3.
    #expect(try combinedRank(kappa: [10, 20, 30, .infinity], regions: [50, 90, 1, 7]) == [3, 3, 7, 7])
    #expect(try combinedRank(kappa: [5, 5, 1], regions: [3, 3, 3]) == [4.5, 4.5, 3])
    #expect(try combinedRank(kappa: [], regions: []).isEmpty)
  }

  @Test func badColumns() {
    #expect(throws: StatisticsError.notANumber(column: "kappa", row: 1)) {
      try combinedRank(kappa: [1, .nan], regions: [1, 2])
    }
    #expect(throws: StatisticsError.notANumber(column: "regions", row: 0)) {
      try combinedRank(kappa: [1, 2], regions: [.nan, 2])
    }
    #expect(throws: StatisticsError.unequalCounts(1, 2)) { try combinedRank(kappa: [1], regions: [1, 2]) }
  }

  @Test(arguments: [0, 5]) func rankSumInAResampleIsTheCombinedRankOfTheRowsDrawn(levels: Int) throws {
    let (kappa, regions) = columns(300, levels: levels, seed: 8)
    let accuracy = columns(300, levels: 0, seed: 9).x
    let (rankedKappa, rankedRegions) = (try RankedColumn(kappa), try RankedColumn(regions).reversed)
    let rankedAccuracy = try RankedColumn(accuracy)
    for number in 0..<10 {
      let resample = Resample(of: 300, seed: 1, number: number)
      let rows = resample.indices
      let combined = try combinedRank(kappa: rows.map { kappa[$0] }, regions: rows.map { regions[$0] })
      let sum = RankedColumn.rankSum(rankedKappa, rankedRegions, in: resample)
      let drawn = rows.map { accuracy[$0] }
      #expect(try kendallTauB(sum, rankedAccuracy, in: resample) == kendallTauB(combined, drawn))
      #expect(try kendallTauB(rankedAccuracy, sum, in: resample) == kendallTauB(drawn, combined))
      #expect(try spearmanRho(sum, rankedAccuracy, in: resample) == spearmanRho(combined, drawn))
    }
  }
}
