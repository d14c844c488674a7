import Statistics

/// The accuracy of cells on one data set, ranked once, against which scores are measured in a resample.
struct RuleStatistics: Sendable {
  /// What is measured, in the order of ``values(of:in:)``.
  static let kinds: [ValidationStatistic] = [.kendall, .spearman, .gain, .precision, .regret1, .regret10]

  private let accuracy: RankedColumn
  private let values: [Double]
  private let gain: NormalizedDiscountedGain
  private let top: Int

  /// - Parameters:
  ///   - accuracy: accuracy of each cell in percent.
  ///   - gainRanks: P of nDCG.
  ///   - top: k of precision; nil for a tenth of the cells, rounded up.
  init(accuracy: [Double], gainRanks: Int, top: Int?) throws {
    self.accuracy = try RankedColumn(accuracy, name: "accuracy")
    values = accuracy
    gain = try NormalizedDiscountedGain(
      gains: accuracy.map(NormalizedDiscountedGain.gain(accuracy:)), first: gainRanks)
    self.top = min(accuracy.count, top ?? (accuracy.count + 9) / 10)
  }

  /// P of nDCG or k of precision; nil for other statistics.
  func parameter(of statistic: ValidationStatistic) -> Int? {
    switch statistic {
    case .gain: min(gain.first, values.count)
    case .precision: top
    default: nil
    }
  }

  /// The statistics of scores, higher better.
  func values(of scores: RankedColumn, in resample: Resample) -> [Double?] {
    let pair = RankedPair(scores, accuracy)
    return [
      kendall(scores, in: resample), spearmanRho(scores, accuracy, in: resample).value,
      gain.value(scores, in: resample), topOverlap(scores, accuracy, first: top, in: resample),
      regret(pair, values: values, first: 1, in: resample),
      regret(pair, values: values, first: min(10, values.count), in: resample),
    ]
  }

  /// τ_b of scores alone.
  func kendall(_ scores: RankedColumn, in resample: Resample) -> Double? {
    kendallTauB(scores, accuracy, in: resample).value
  }
}
