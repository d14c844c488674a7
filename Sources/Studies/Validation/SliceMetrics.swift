import SearchSpaces
import Statistics

/// The metrics of a slice of cells, ranked once, higher better, beside accuracy; it computes every statistic in a resample.
struct SliceMetrics: Sendable {
  private let metrics: [RankedColumn]
  private let pairs: [RankedPair]
  private let accuracy: RankedColumn
  private let values: [Double]
  private let covariates: [RankedColumn]
  private let gain: NormalizedDiscountedGain
  private let top: Int
  /// Whether the metrics' rank sum is looked at, too.
  private let addsRanks: Bool

  /// - Parameters:
  ///   - cells: indices of the slice's cells, at least two.
  ///   - scores: per metric, scores by index, higher better.
  ///   - accuracy: accuracy by index.
  ///   - addsRanks: whether to compute the rank sum of the metrics, and the sums without one each.
  init(
    cells: [Int], scores: [[Double]], accuracy: [Double], options: ValidationStudy.Options, addsRanks: Bool
  ) throws {
    values = cells.map { accuracy[$0] }
    let truth = try RankedColumn(values, name: "accuracy")
    metrics = try scores.map { column in try RankedColumn(cells.map { column[$0] }, name: "a score") }
    pairs = metrics.map { RankedPair($0, truth) }
    let architectures = cells.map { NASBench201.architectures[$0] }
    covariates = [
      try RankedColumn(architectures.map { Double($0.parameterCount) }, name: "parameters"),
      try RankedColumn(architectures.map { Double($0.multiplyAdds) }, name: "flops"),
    ]
    gain = try NormalizedDiscountedGain(
      gains: values.map(NormalizedDiscountedGain.gain(accuracy:)), first: options.gainRanks)
    self.accuracy = truth
    top = Self.top(options, count: cells.count)
    self.addsRanks = addsRanks && metrics.count > 1
  }

  /// k of the precision at k: as asked, else a tenth of the cells, rounded up.
  static func top(_ options: ValidationStudy.Options, count: Int) -> Int {
    min(count, options.top ?? (count + 9) / 10)
  }

  /// Per metric in turn, the statistics in the order of ``ValidationStatistic``; then τ of the rank sum of all metrics and of
  /// the sums without each.
  func statistics(_ resample: Resample) -> [Double?] {
    var results: [Double?] = []
    for (metric, pair) in zip(metrics, pairs) {
      let concordance = Concordance(pair, in: resample)
      let rho = spearmanRho(metric, accuracy, in: resample).value
      results += [
        concordance.kendall.value, rho, concordance.weighted.value, rho,
        partialRankCorrelation(metric, accuracy, given: covariates, in: resample).value,
        gain.value(metric, in: resample), topOverlap(metric, accuracy, first: top, in: resample),
        regret(pair, values: values, first: 1, in: resample),
        regret(pair, values: values, first: min(10, values.count), in: resample),
      ]
    }
    if addsRanks {
      let sums = RankedColumn.rankSums(leavingOutEachOf: metrics, in: resample)
      results += ([sums.all] + sums.without).map { kendallTauB($0, accuracy, in: resample).value }
    }
    return results
  }

  /// τ and ρ of every two metrics, and τ with accuracy of the rank sum of the two.
  func pairwise() -> [(first: Int, second: Int, kendall: Double?, spearman: Double?, sum: Double?)] {
    let whole = Resample(everyRowOf: values.count)
    return metrics.indices.flatMap { first in
      metrics.indices.dropFirst(first + 1).map { second in
        let (a, b) = (metrics[first], metrics[second])
        return (
          first, second, kendallTauB(a, b, in: whole).value, spearmanRho(a, b, in: whole).value,
          kendallTauB(RankedColumn.rankSum(a, b, in: whole), accuracy, in: whole).value
        )
      }
    }
  }
}
