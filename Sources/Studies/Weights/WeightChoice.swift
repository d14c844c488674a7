import AccuracyTables
import Randomness
import Scores
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
  /// τ of the weight less that of equal weights on the half that did not choose, paired.
  public let advantage: Estimate

  /// Halves the cells at random, chooses on the first half and reports on the second.
  ///
  /// - Returns: nil with fewer than four cells, or where τ is not defined.
  init?(
    kappa: [Double], regions: [Double], of cells: CellList, _ target: JoinedScores<WeightStudy.Score>.Target,
    steps: Int, _ options: AgreementOptions
  ) throws {
    let known = target.complete
    guard known.count >= 4 else { return nil }
    var stream = RandomStream(seed: options.seed, purpose: "ablation-halves")
    let order = stream.distinctIntegers(known.count, below: known.count)
    let halves = [order[..<((order.count + 1) / 2)], order[((order.count + 1) / 2)...]].map { half in
      half.sorted().map { known[$0] }
    }
    /// τ of some weights on one half.
    func taus(_ weights: [RankWeight], _ places: [Int], resamples: Int) throws -> Agreement<WeightStudy.Score> {
      var joined = WeightStudy.Score.joined(
        cells: places, of: cells, kappa: places.map { kappa[$0] }, regions: places.map { regions[$0] })
      joined.join(target.name, values: places.map { target.values[$0] })
      var options = options
      options.resamples = resamples
      return try Agreement(
        joined, rules: [WeightStudy.Score.of(weights.map(CombinationRule.weighted))], statistics: [.kendall],
        options: options)
    }
    func tau(_ weight: RankWeight, _ agreement: Agreement<WeightStudy.Score>) -> Double? {
      agreement[.rule(.weighted(weight)), .kendall, target.name]?.value
    }
    func isWorse(_ a: (RankWeight, Double), _ b: (RankWeight, Double)) -> Bool {
      let (off, other) = ((a.0.value - 0.5).magnitude, (b.0.value - 0.5).magnitude)
      return (a.1, -off, -a.0.value) < (b.1, -other, -b.0.value)
    }
    let weights = RankWeight.grid(steps: steps)
    let first = try taus(weights, halves[0], resamples: 0)
    guard
      let (best, chosenTau) = weights.compactMap({ weight in tau(weight, first).map { (weight, $0) } })
        .max(by: isWorse)
    else { return nil }
    let second = try taus(best == .equal ? [best] : [best, .equal], halves[1], resamples: options.resamples)
    guard let bestTau = tau(best, second), let equalTau = tau(.equal, second),
      let advantage = second.difference(
        .rule(.weighted(best)), less: .rule(.weighted(.equal)), .kendall, target.name)
    else { return nil }
    (dataset, weight, self.chosenTau, self.tau) = (target.name.dataset, best, chosenTau, bestTau)
    (self.equalTau, self.advantage) = (equalTau, advantage)
    (chosenOn, reportedOn) = (halves[0].count, halves[1].count)
  }
}
