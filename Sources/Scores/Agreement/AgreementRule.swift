import AccuracyTables
import Statistics

/// A metric's scores of some cells, as numbers and ranked.
public struct RankedScores: Sendable {
  /// The scores.
  public let values: [Double]
  /// The same, ranked.
  public let ranks: RankedColumn

  init(_ values: [Double], name: String) throws {
    (self.values, ranks) = (values, try RankedColumn(values, name: name))
  }
}

/// Scores that are made of other metrics' scores anew in every resample, because they depend on all cells in it: sums of ranks,
/// z-scores.
public struct AgreementRule<Metric: Hashable & Sendable>: Sendable {
  /// From a resample, the ranked scores of each of ``metrics``.
  public typealias Scores = @Sendable (Resample) throws -> [RankedColumn]

  /// What the scores are called, each; several where one calculation gives them all.
  public let metrics: [Metric]
  /// The measured metrics it is made of.
  public let inputs: [Metric]
  /// The targets it is compared with; nil for all.
  public let targets: [ColumnName]?
  /// The slices it is wanted in; nil for all.
  public let slices: [CellSlice]?
  /// The statistics wanted of it; nil for all.
  public let statistics: [RankStatistic]?
  /// Called once for a set of cells with the inputs' scores of these.
  package let prepare: @Sendable ([RankedScores]) throws -> Scores

  /// Makes a rule.
  ///
  /// ```swift
  /// AgreementRule(["sum"], of: ["a", "b"]) { inputs in
  ///   { resample in [RankedColumn.rankSum(inputs.map(\.ranks), in: resample)] }
  /// }
  /// ```
  public init(
    _ metrics: [Metric], of inputs: [Metric], targets: [ColumnName]? = nil, slices: [CellSlice]? = nil,
    statistics: [RankStatistic]? = nil, prepare: @escaping @Sendable ([RankedScores]) throws -> Scores
  ) {
    (self.metrics, self.inputs, self.prepare) = (metrics, inputs, prepare)
    (self.targets, self.slices, self.statistics) = (targets, slices, statistics)
  }

  func isFor(_ target: ColumnName, _ slice: CellSlice) -> Bool {
    (targets?.contains(target) ?? true) && (slices?.contains(slice) ?? true)
  }

  /// rank(κ) + rank(R) of TE-NAS, the best cell having the smallest; see ``CombinedRank``.
  public static func combined(_ metric: Metric, kappa: Metric, regions: Metric) -> AgreementRule {
    AgreementRule([metric], of: [kappa, regions]) { inputs in
      let (kappa, regions) = (inputs[0].ranks, inputs[1].ranks.reversed)
      return { [RankedColumn.rankSum(kappa, regions, in: $0)] }
    }
  }
}
