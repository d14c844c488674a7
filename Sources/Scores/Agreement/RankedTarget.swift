import AccuracyTables
import Networks
import Statistics

/// A target of a slice's cells, ranked once, against which ranked scores are measured in a resample.
struct RankedTarget: Sendable {
  let name: ColumnName
  let slice: CellSlice
  let ranks: RankedColumn
  private let values: [Double]
  private let covariates: [RankedColumn]
  private let gain: NormalizedDiscountedGain
  private let top: Int

  /// - Parameters:
  ///   - cells: the slice's cells, at least two.
  ///   - values: the target's of each.
  ///   - statistics: all that will be asked for.
  init(
    _ name: ColumnName, _ slice: CellSlice, cells: [any Cell], values: [Double], statistics: [RankStatistic],
    options: AgreementOptions
  ) throws {
    (self.name, self.slice, self.values) = (name, slice, values)
    ranks = try RankedColumn(values, name: "accuracy")
    let architectures = statistics.contains(.partial) ? cells : []
    covariates = [
      try RankedColumn(architectures.map { Double($0.parameterCount) }, name: "parameters"),
      try RankedColumn(architectures.map { Double($0.multiplyAdds) }, name: "flops"),
    ]
    gain = try NormalizedDiscountedGain(
      gains: Self.percentages(values, of: name).map(NormalizedDiscountedGain.gain(accuracy:)), first: options.gainRanks)
    top = options.parameter(of: .precision, cells: values.count)!
  }

  /// Values for nDCG, whose gain is made for percentages: those of another target by their place between the worst and the best.
  private static func percentages(_ values: [Double], of name: ColumnName) -> [Double] {
    guard name.section == .targets, let low = values.min(), let high = values.max(), low < high else { return values }
    return values.map { 100 * ($0 - low) / (high - low) }
  }

  /// Whether a statistic looks at both orders at once, which a ``RankedPair`` prepares.
  static func needsPair(_ statistics: [RankStatistic]) -> Bool {
    !Set(statistics).isDisjoint(with: [.weighted, .regret1, .regret10])
  }

  /// Statistics of scores, higher better, in a resample; nil for one that is not defined.
  ///
  /// - Parameter pair: the scores and the target, where that has been prepared.
  func measure(
    _ scores: RankedColumn, _ pair: RankedPair?, _ statistics: [RankStatistic], in resample: Resample
  ) -> [Double?] {
    lazy var both = pair ?? RankedPair(scores, ranks)
    lazy var rho = spearmanRho(scores, ranks, in: resample).value
    let concordance = statistics.contains(.weighted) ? Concordance(both, in: resample) : nil
    return statistics.map { statistic in
      switch statistic {
      case .kendall: (concordance?.kendall ?? kendallTauB(scores, ranks, in: resample)).value
      case .spearman, .pearsonOfRanks: rho
      case .weighted: concordance?.weighted.value
      case .partial: partialRankCorrelation(scores, ranks, given: covariates, in: resample).value
      case .gain: gain.value(scores, in: resample)
      case .precision: topOverlap(scores, ranks, first: top, in: resample)
      case .regret1: regret(both, values: values, first: 1, in: resample)
      case .regret10: regret(both, values: values, first: min(10, values.count), in: resample)
      }
    }
  }
}
