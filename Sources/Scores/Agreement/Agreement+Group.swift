import AccuracyTables
import SearchSpaces
import Statistics

extension Agreement {
  /// Everything that is measured on the same cells, and hence in the same resamples.
  struct Group: Sendable {
    /// What makes two targets, or slices of one, the same group.
    struct Share: Equatable {
      /// Places of the cells, of the metrics' columns and of the rules.
      let members, columns, rules: [Int]
    }

    /// The number of cells.
    let count: Int
    /// The measured metrics, ranked among the cells.
    let ranked: [Metric: RankedColumn]
    let targets: [RankedTarget]
    /// Where a resample's values have what.
    private let columns: [Key: Int]
    private let values: [Double?]
    private let samples: BootstrapSamples?

    init(
      _ share: Share, _ targets: [(JoinedScores<Metric>.Target, CellSlice)], _ joined: JoinedScores<Metric>,
      rules: [AgreementRule<Metric>], statistics: [RankStatistic], options: AgreementOptions, meter: ResampleMeter?
    ) throws {
      let cells = share.members.map { joined.cells[$0] }
      let truths = try targets.map { target, slice in
        try RankedTarget(
          target.name, slice, cells: cells.map(joined.list.cell), values: share.members.map { target.values[$0] },
          statistics: statistics,
          options: options)
      }
      let needsPairs = RankedTarget.needsPair(statistics)
      var inputs: [Metric: RankedScores] = [:]
      var sources: [Source] = try share.columns.map { place in
        let column = joined.columns[place]
        let scores = try RankedScores(share.members.map { column.values[$0] }, name: "\(column.metric)")
        inputs[column.metric] = scores
        return Source(
          metrics: [column.metric], statistics: column.isCompared ? statistics : [], scores: { _ in [scores.ranks] },
          pairs: needsPairs && column.isCompared ? truths.map { RankedPair(scores.ranks, $0.ranks) } : nil)
      }
      for rule in share.rules.map({ rules[$0] }) {
        let known = rule.inputs.compactMap { inputs[$0] }
        guard known.count == rule.inputs.count else { continue }
        sources.append(
          Source(
            metrics: rule.metrics, statistics: rule.statistics ?? statistics, scores: try rule.prepare(known),
            pairs: nil))
      }
      let all = sources
      @Sendable func measure(_ resample: Resample) throws -> [Double?] {
        try all.flatMap { try $0.measure(truths, in: resample) }
      }
      columns = Dictionary(all.flatMap { $0.keys(truths) }.enumerated().map { ($1, $0) }) { first, _ in first }
      (count, ranked, self.targets) = (cells.count, inputs.mapValues(\.ranks), truths)
      values = try measure(Resample(everyRowOf: cells.count))
      samples =
        options.resamples == 0
        ? nil
        : try BootstrapSamples(
          count: cells.count,
          classes: options.resamplesClasses ? cells.map(joined.list.isomorphismClass) : nil,
          resamples: options.resamples, seed: options.seed, threads: options.threads
        ) { resample in
          defer { meter?.add(share.members.count * targets.count) }
          return try measure(resample)
        }
    }

    func estimate(_ key: Key) -> Estimate? {
      columns[key].map { Estimate(values[$0], samples?.interval($0) ?? .none) }
    }

    func difference(_ first: Key, _ second: Key) -> Estimate? {
      guard let a = columns[first], let b = columns[second] else { return nil }
      let value = values[a].flatMap { a in values[b].map { a - $0 } }
      return Estimate(value, samples?.difference(a, b) ?? .none)
    }
  }

  /// A metric, or a rule's scores.
  private struct Source: Sendable {
    let metrics: [Metric]
    let statistics: [RankStatistic]
    let scores: AgreementRule<Metric>.Scores
    /// With each target, where that is known before a resample.
    let pairs: [RankedPair]?

    /// What ``measure(_:in:)`` returns, in its order.
    func keys(_ targets: [RankedTarget]) -> [Key] {
      metrics.flatMap { metric in
        targets.flatMap { target in
          statistics.map { Key(metric: metric, statistic: $0, target: target.name, slice: target.slice) }
        }
      }
    }

    func measure(_ targets: [RankedTarget], in resample: Resample) throws -> [Double?] {
      try scores(resample).flatMap { scores in
        targets.enumerated().flatMap { place, target in
          target.measure(scores, pairs?[place], statistics, in: resample)
        }
      }
    }
  }
}
