import AccuracyTables
import Randomness
import Statistics

/// The weight with the largest τ on a random half of the cells, and what it gains over equal weights on the other half.
///
/// A weight that is chosen and reported on the same cells looks better than it is; here the cells that report had no say.
public struct WeightChoice: Sendable {
  /// The data set.
  public let dataset: BenchmarkDataset
  /// The weight of κ; of equally good ones that nearest to equal weights, then the smaller.
  public let weight: RankWeight
  /// Cells of the half that chose, and τ of the weight there.
  public let chosenOn: Int, chosenTau: Double
  /// Cells of the other half, and τ there of the weight and of equal weights.
  public let reportedOn: Int, tau: Double, equalTau: Double
  /// The paired 95% interval of ``advantage``.
  public let interval: BootstrapInterval

  /// τ of the weight less that of equal weights, on the half that did not choose.
  public var advantage: Double { tau - equalTau }

  /// Halves the cells at random, chooses on the first half and reports on the second.
  ///
  /// - Returns: nil with fewer than four cells, or where τ is not defined.
  init?(
    kappa: [Double], regions: [Double], _ accuracy: [Double], _ dataset: BenchmarkDataset,
    _ options: WeightStudy.Options
  ) throws {
    guard accuracy.count >= 4 else { return nil }
    var stream = RandomStream(seed: options.seed, purpose: "ablation-halves")
    let cells = stream.distinctIntegers(accuracy.count, below: accuracy.count)
    let halves = try [cells[..<((cells.count + 1) / 2)], cells[((cells.count + 1) / 2)...]].map { half in
      try Half(half.sorted(), kappa: kappa, regions: regions, accuracy: accuracy, options: options)
    }
    let weights = RankWeight.grid(steps: options.steps)
    let taus = try weights.map { try halves[0].kendall($0, in: halves[0].whole) }
    func isWorse(_ a: (RankWeight, Double), _ b: (RankWeight, Double)) -> Bool {
      let (off, other) = ((a.0.value - 0.5).magnitude, (b.0.value - 0.5).magnitude)
      return (a.1, -off, -a.0.value) < (b.1, -other, -b.0.value)
    }
    let defined = zip(weights, taus).compactMap { weight, tau in tau.map { (weight, $0) } }
    guard let (best, chosenTau) = defined.max(by: isWorse),
      let tau = try halves[1].kendall(best, in: halves[1].whole),
      let equalTau = try halves[1].kendall(.equal, in: halves[1].whole)
    else { return nil }
    let second = halves[1]
    let samples = try BootstrapSamples(
      count: second.count, resamples: options.resamples, seed: options.seed, threads: options.threads
    ) { resample in [try second.kendall(best, in: resample), try second.kendall(.equal, in: resample)] }
    (self.dataset, weight, self.chosenTau, self.tau, self.equalTau) = (dataset, best, chosenTau, tau, equalTau)
    (chosenOn, reportedOn, interval) = (halves[0].count, second.count, samples.difference(0, 1))
  }

  /// Half of the cells, ranked among themselves.
  private struct Half: Sendable {
    let count: Int
    private let scores: KappaAndRegions
    private let statistics: RuleStatistics

    init(_ cells: [Int], kappa: [Double], regions: [Double], accuracy: [Double], options: WeightStudy.Options) throws {
      count = cells.count
      scores = try KappaAndRegions(kappa: cells.map { kappa[$0] }, regions: cells.map { regions[$0] })
      statistics = try RuleStatistics(
        accuracy: cells.map { accuracy[$0] }, gainRanks: options.gainRanks, top: options.top)
    }

    var whole: Resample { Resample(everyRowOf: count) }

    func kendall(_ weight: RankWeight, in resample: Resample) throws -> Double? {
      statistics.kendall(try scores.combined(.weighted(weight), in: resample), in: resample)
    }
  }
}
