import Randomness
import Statistics
import Testing

@Suite struct BootstrapTests {
  @Test func aResampleHasAsManyDrawsAsRows() {
    let resample = Resample(of: 500, seed: 3, number: 2)
    #expect(resample.multiplicities.reduce(0, +) == 500 && resample.total == 500)
    #expect(resample.indices.count == 500 && Set(resample.indices).count < 400)
    #expect(Resample(of: 500, seed: 3, number: 2).multiplicities == resample.multiplicities)
    #expect(Resample(of: 500, seed: 3, number: 1).multiplicities != resample.multiplicities)
    #expect(Resample(of: 500, seed: 4, number: 2).multiplicities != resample.multiplicities)
    #expect(Resample(everyRowOf: 3).indices == [0, 1, 2])
  }

  @Test(arguments: [0, 3, 40]) func weightedCoefficientsAreThoseOfTheRowsDrawn(levels: Int) throws {
    var stream = RandomStream(seed: 5, purpose: "data")
    let x = (0..<200).map { _ in levels > 0 ? Double(stream.integer(below: levels)) : stream.normal() }
    let y = x.map { $0 + stream.normal().rounded(.down) }
    let (first, second) = (try RankedColumn(x), try RankedColumn(y))
    for number in 0..<10 {
      let resample = Resample(of: 200, seed: 6, number: number)
      let (xs, ys) = (resample.indices.map { x[$0] }, resample.indices.map { y[$0] })
      #expect(try kendallTauB(first, second, in: resample) == kendallTauBByDefinition(xs, ys))
      #expect(try spearmanRho(first, second, in: resample) == spearmanRho(xs, ys))
    }
  }

  @Test func intervalsDoNotDependOnTheNumberOfThreads() throws {
    let intervals = try (1...4).map { try correlationIntervals(seed: 7, threads: $0) }
    #expect(intervals.allSatisfy { $0 == intervals[0] })
    #expect(try correlationIntervals(seed: 8, threads: 1) != intervals[0])
  }

  private func correlationIntervals(seed: UInt64, threads: Int) throws -> [BootstrapInterval] {
    var stream = RandomStream(seed: 1, purpose: "data")
    let x = (0..<150).map { _ in stream.normal() }
    let (first, second) = (try RankedColumn(x), try RankedColumn(x.map { $0 + stream.normal() }))
    return try bootstrapIntervals(count: 150, resamples: 200, seed: seed, threads: threads) {
      [kendallTauB(first, second, in: $0).value, spearmanRho(first, second, in: $0).value]
    }
  }

  /// The mean of 400 normal numbers has standard error 1/20, so its 95% interval is about ±0.098 wide.
  @Test func theIntervalOfAMeanHasTheWidthOfTheory() throws {
    var stream = RandomStream(seed: 2, purpose: "data")
    let values = (0..<400).map { _ in stream.normal() }
    let intervals = try bootstrapIntervals(count: 400, resamples: 2_000, seed: 1, threads: 2) { resample in
      [zip(values, resample.multiplicities).reduce(0) { $0 + $1.0 * Double($1.1) } / 400]
    }
    let bounds = try #require(intervals[0].bounds)
    #expect(abs(bounds.upperBound - bounds.lowerBound - 0.196) < 0.03)
    #expect(bounds.contains(values.reduce(0, +) / 400))
    #expect(intervals[0].definedResamples == 2_000 && intervals[0].undefinedResamples == 0)
  }

  /// A resample of (0, 1) is constant half of the time.
  @Test func undefinedResamplesAreCounted() throws {
    let (x, y) = (try RankedColumn([0, 1]), try RankedColumn([0, 5]))
    let intervals = try bootstrapIntervals(count: 2, resamples: 1_000, seed: 1, threads: 2) {
      [kendallTauB(x, y, in: $0).value, nil]
    }
    #expect(intervals[0].low == 1 && intervals[0].high == 1)
    #expect(abs(intervals[0].undefinedResamples - 500) < 80)
    #expect(intervals[0].definedResamples + intervals[0].undefinedResamples == 1_000)
    #expect(intervals[1].bounds == nil && intervals[1].low == nil && intervals[1].undefinedResamples == 1_000)
  }

  private struct Refusal: Error, Equatable { let resample: [Int32] }

  @Test func anErrorOfTheStatisticIsPassedOn() {
    let first = Resample(of: 20, seed: 1, number: 0).multiplicities
    #expect(throws: Refusal(resample: first)) {
      try bootstrapIntervals(count: 20, resamples: 50, seed: 1, threads: 2) {
        throw Refusal(resample: $0.multiplicities)
      }
    }
  }

  @Test func quantilesInterpolate() {
    #expect(quantile([1, 2, 3, 4], at: 0.5) == 2.5)
    #expect(quantile([1, 2, 3, 4], at: 0) == 1 && quantile([1, 2, 3, 4], at: 1) == 4)
    #expect(quantile([5], at: 0.3) == 5)
    #expect(quantile([-.infinity, -.infinity, 1], at: 0.25) == -.infinity)
    #expect(abs(quantile([10, 20], at: 0.025) - 10.25) < 1e-12)
  }
}
