import Foundation
import Randomness
import Statistics
import TestSupport
import Testing

/// What SciPy, scikit-learn and enumeration computed; `SciPy/make_ranking_fixture.py` wrote it.
struct RankingFixture: Decodable {
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let x, y: [Double]
    let covariates: [[Double]]
    let first: Int
    let weightedTau, pearsonOfRanks, ndcg, partialOne, partialTwo: Double
    let pearson, overlap, regret: Double?
    var testDescription: String { name }
  }

  let cases: [Case]

  static let stored: RankingFixture = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "SciPy/ranking.json")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy =
      .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do { return try decoder.decode(RankingFixture.self, from: Data(contentsOf: file)) } catch {
      fatalError("\(file.path): \(error)")
    }
  }()
}

private func isClose(_ value: Double?, _ expected: Double, within tolerance: Double = 1e-10) -> Bool {
  value.map { abs($0 - expected) <= tolerance } ?? false
}

@Suite struct RankingFixtureTests {
  @Test(arguments: RankingFixture.stored.cases) func agreesWithTheLibraries(fixture: RankingFixture.Case) throws {
    let (x, y) = (fixture.x, fixture.y)
    #expect(try isClose(weightedTau(x, y).value, fixture.weightedTau))
    #expect(try isClose(weightedTau(y, x).value, fixture.weightedTau))
    let ofRanks = try pearsonCorrelation(ranks(of: x), ranks(of: y)).value
    #expect(isClose(ofRanks, fixture.pearsonOfRanks))
    #expect(try isClose(spearmanRho(x, y).value, fixture.pearsonOfRanks))
    if let expected = fixture.pearson { #expect(try isClose(pearsonCorrelation(x, y).value, expected)) }
    let gains = y.map(NormalizedDiscountedGain.gain(accuracy:))
    #expect(try isClose(normalizedDiscountedGain(x, gains: gains, first: fixture.first), fixture.ndcg))
    // Covariates that explain all but nothing leave residuals that are rounding.
    for (count, expected) in [(1, fixture.partialOne), (2, fixture.partialTwo)] where x.count >= 10 {
      let partial = try partialRankCorrelation(x, y, given: Array(fixture.covariates.prefix(count)))
      #expect(isClose(partial.value, expected), "\(count) covariates")
    }
    if let expected = fixture.overlap { #expect(try isClose(topOverlap(x, y, first: fixture.first), expected)) }
    if let expected = fixture.regret { #expect(try isClose(regret(x, y, first: fixture.first), expected)) }
  }
}

private let shapes: [(count: Int, levels: Int)] = [(3, 0), (10, 3), (50, 0), (50, 4), (301, 20), (600, 2)]

@Suite struct RankingPropertyTests {
  @Test(arguments: shapes) func weightedTau(count: Int, levels: Int) throws {
    for seed in UInt64(0)..<10 {
      let (x, y) = columns(count, levels: levels, seed: seed)
      let correlation = try Statistics.weightedTau(x, y)
      guard let value = correlation.value else { continue }
      #expect(abs(value) <= 1)
      #expect(try isClose(Statistics.weightedTau(y, x).value, value, within: 1e-14))
      #expect(try Statistics.weightedTau(x.map { $0 * 3 + 7 }, y.map { $0 * $0 * $0 / 1024 }) == correlation)
      #expect(try isClose(Statistics.weightedTau(x, x).value, 1, within: 1e-14))
      #expect(try isClose(Statistics.weightedTau(x, x.map(-)).value, -1, within: 1e-14))
    }
  }

  @Test(arguments: shapes) func oneCountGivesTauAsTheOtherDoes(count: Int, levels: Int) throws {
    for seed in UInt64(0)..<5 {
      let (x, y) = columns(count, levels: levels, seed: seed)
      let (first, second) = (try RankedColumn(x), try RankedColumn(y))
      let pair = RankedPair(first, second)
      for number in 0..<5 {
        let resample = Resample(of: count, seed: seed, number: number)
        #expect(Concordance(pair, in: resample).kendall == kendallTauB(first, second, in: resample))
      }
    }
  }

  @Test(arguments: shapes) func resamplesAreTheRowsDrawn(count: Int, levels: Int) throws {
    let (x, y) = columns(count, levels: levels, seed: 40)
    let (z, _) = columns(count, levels: levels, seed: 41)
    let outcome = y.map { $0.isFinite ? $0 + 60 : 40 }
    let gains = outcome.map(NormalizedDiscountedGain.gain(accuracy:))
    let (first, second, third) = (try RankedColumn(x), try RankedColumn(outcome), try RankedColumn(z))
    let pair = RankedPair(first, second)
    let top = max(1, count / 5)
    let ndcg = try NormalizedDiscountedGain(gains: gains, first: top)
    for number in 0..<8 {
      let resample = Resample(of: count, seed: 6, number: number)
      func drawn(_ column: [Double]) -> [Double] { resample.indices.map { column[$0] } }
      let (xs, ys) = (drawn(x), drawn(outcome))
      if let expected = try Statistics.weightedTau(xs, ys).value {
        #expect(isClose(Concordance(pair, in: resample).weighted.value, expected, within: 1e-14))
      }
      let expectedGain = try #require(try normalizedDiscountedGain(xs, gains: drawn(gains), first: top))
      #expect(isClose(ndcg.value(first, in: resample), expectedGain, within: 1e-12))
      #expect(
        isClose(topOverlap(first, second, first: top, in: resample), try topOverlap(xs, ys, first: top), within: 1e-12))
      #expect(
        isClose(
          regret(pair, values: outcome, first: top, in: resample), try regret(xs, ys, first: top), within: 1e-11))
      #expect(
        try partialRankCorrelation(first, second, given: [third], in: resample)
          == partialRankCorrelation(xs, ys, given: [drawn(z)]))
    }
  }

  @Test(arguments: shapes) func topRanks(count: Int, levels: Int) throws {
    for seed in UInt64(20)..<26 {
      let (x, y) = columns(count, levels: levels, seed: seed)
      let finite = y.map { $0.isFinite ? $0 : 9 }
      let gains = finite.map { NormalizedDiscountedGain.gain(accuracy: $0 + 20) }
      for first in [1, max(1, count / 4), count] {
        let overlap = try topOverlap(x, y, first: first)
        #expect(0...1.000_000_001 ~= overlap)
        #expect(try isClose(topOverlap(y, x, first: first), overlap))
        #expect(try topOverlap(x.map { $0 * 3 }, y.map { $0 - 1 }, first: first) == overlap)
        let loss = try regret(x, finite, first: first)
        #expect(loss >= 0)
        #expect(try regret(x.map { $0 * 2 }, finite, first: first) == loss)
        let gain = try #require(try normalizedDiscountedGain(x, gains: gains, first: first))
        #expect(0...1.000_000_001 ~= gain)
        #expect(try normalizedDiscountedGain(x.map { $0 - 3 }, gains: gains, first: first) == gain)
        #expect(try isClose(normalizedDiscountedGain(finite, gains: gains, first: first), 1))
        #expect(try isClose(regret(finite, finite, first: first), 0))
      }
      #expect(try isClose(topOverlap(x, y, first: count), 1))
      #expect(try isClose(regret(x, finite, first: count), 0))
    }
  }

  @Test(arguments: shapes) func partialCorrelation(count: Int, levels: Int) throws {
    for seed in UInt64(30)..<36 {
      let ((x, y), (z, w)) = (
        columns(count, levels: levels, seed: seed), columns(count, levels: levels, seed: seed + 50)
      )
      #expect(try isClose(partialRankCorrelation(x, y, given: []).value ?? 2, spearmanRho(x, y).value ?? 2))
      let partial = try partialRankCorrelation(x, y, given: [z, w])
      #expect(try isClose(partialRankCorrelation(y, x, given: [z, w]).value ?? 2, partial.value ?? 2))
      #expect(try partialRankCorrelation(x.map { $0 * 2 }, y, given: [z.map { $0 + 1 }, w]) == partial)
      guard let value = partial.value, count > 10 else { continue }
      #expect(abs(value) <= 1)
      #expect(try isClose(partialRankCorrelation(x, y, given: [w, z, z, w]).value, value))
      #expect(try partialRankCorrelation(x, y, given: [z, x]) == .undefined(.explainedFirst))
      #expect(try partialRankCorrelation(x, y, given: [y]) == .undefined(.explainedSecond))
    }
  }

  @Test func rankSumsOfSeveral() throws {
    let parts = try (0..<4).map { try RankedColumn(columns(200, levels: 7, seed: UInt64($0)).x) }
    let resample = Resample(of: 200, seed: 2, number: 3)
    let (all, without) = RankedColumn.rankSums(leavingOutEachOf: parts, in: resample)
    let accuracy = try RankedColumn(columns(200, levels: 0, seed: 77).x)
    func tau(_ column: RankedColumn) -> Correlation { kendallTauB(column, accuracy, in: resample) }
    #expect(tau(all) == tau(RankedColumn.rankSum(parts, in: resample)))
    for (place, column) in without.enumerated() {
      var rest = parts
      rest.remove(at: place)
      #expect(tau(column) == tau(RankedColumn.rankSum(rest, in: resample)))
    }
    let pair = RankedColumn.rankSum(parts[0], parts[1], in: resample)
    #expect(tau(pair) == tau(RankedColumn.rankSum([parts[0], parts[1]], in: resample)))
  }
}

@Suite struct RankingValueTests {
  @Test func byHand() throws {
    #expect(try topOverlap([4, 3, 2, 1], [1, 4, 3, 2], first: 2) == 0.5)
    #expect(try regret([4, 3, 2, 1], [91, 94, 93, 92], first: 1) == 3)
    #expect(try regret([4, 3, 2, 1], [91, 94, 93, 92], first: 2) == 0)
    // Ties by expectation: the top-ranked cell is any of the first three.
    #expect(try abs(regret([7, 7, 7, 1], [90, 92, 94, 96], first: 1) - 4) < 1e-12)
    #expect(try abs(regret([7, 7, 7, 1], [90, 92, 94, 96], first: 2) - (96 - (92 + 94 + 94) / 3.0)) < 1e-12)
    // Gains 1 and 3 in the wrong order: (1 + 3/log₂3) / (3 + 1/log₂3).
    let expected = (1 + 3 / log2(3.0)) / (3 + 1 / log2(3.0))
    #expect(try isClose(normalizedDiscountedGain([2, 1], gains: [1, 3], first: 2), expected, within: 1e-15))
    #expect(NormalizedDiscountedGain.gain(accuracy: 94) == 0x1p94 && NormalizedDiscountedGain.gain(accuracy: 3) == 7)
    #expect(try normalizedDiscountedGain([1, 2], gains: [0, 0], first: 1) == nil)
  }

  @Test func undefinedAndBadColumns() throws {
    #expect(try weightedTau([1, 1], [1, 2]) == .undefined(.constantFirst))
    #expect(try weightedTau([1], [1]) == .undefined(.tooFewObservations))
    #expect(try pearsonCorrelation([1, 2], [3, 3]) == .undefined(.constantSecond))
    #expect(try partialRankCorrelation([1, 1], [1, 2], given: [[1, 2]]) == .undefined(.constantFirst))
    #expect(throws: StatisticsError.notANumber(column: "the first column", row: 1)) {
      try weightedTau([1, .nan], [1, 2])
    }
    #expect(throws: StatisticsError.unequalCounts(1, 2)) { try weightedTau([1], [1, 2]) }
    #expect(throws: StatisticsError.infinite(column: "the second column", row: 0)) {
      try pearsonCorrelation([1, 2], [.infinity, 2])
    }
    #expect(throws: StatisticsError.notANumber(column: "the second column", row: 0)) {
      try pearsonCorrelation([1, 2], [.nan, .infinity])
    }
    #expect(throws: StatisticsError.unequalCounts(2, 1)) { try partialRankCorrelation([1, 2], [1, 2], given: [[1]]) }
    #expect("\(StatisticsError.infinite(column: "x", row: 3))".contains("finite"))
    #expect("\(Correlation.undefined(.explainedFirst))".contains("covariates"))
  }

  /// Both columns follow the same signal, so that they rise and fall together and their difference hardly moves.
  @Test func pairedDifferencesAreNarrow() throws {
    var stream = RandomStream(seed: 1, purpose: "data")
    let truth = (0..<300).map { _ in stream.normal() }
    let first = truth.map { $0 + stream.normal() }
    let (a, b) = (try RankedColumn(first), try RankedColumn(first.map { $0 + 0.1 * stream.normal() }))
    let accuracy = try RankedColumn(truth)
    let samples = try (1...2).map { threads in
      try BootstrapSamples(count: 300, resamples: 200, seed: 4, threads: threads) {
        [kendallTauB(a, accuracy, in: $0).value, kendallTauB(b, accuracy, in: $0).value, nil]
      }
    }
    #expect(samples[0].values == samples[1].values && samples[0].columns == 3)
    func width(_ interval: BootstrapInterval) -> Double { (interval.high ?? .nan) - (interval.low ?? .nan) }
    #expect(width(samples[0].difference(0, 1)) < width(samples[0].interval(0)) / 2)
    #expect(samples[0].difference(0, 2).bounds == nil && samples[0].difference(0, 2).undefinedResamples == 200)
    #expect(samples[0].difference(0, 0).low == 0)
  }
}
