import AccuracyTables
import Statistics

/// How well scores rank cells as targets do: statistics of metrics and rules against targets, in slices of the cells, with
/// bootstrap intervals.
///
/// A metric is ranked once for a set of cells; a rule makes its scores anew in every resample. Targets and slices with the same
/// cells share their resamples, so that any two numbers of one target and slice have a paired difference.
///
/// ```swift
/// var joined = JoinedScores(scores)
/// try joined.join(ColumnName(.cifar10), of: table)
/// let agreement = try Agreement(joined, statistics: [.kendall], options: AgreementOptions())
/// print(agreement["kappa", .kendall, ColumnName(.cifar10)]!.value)
/// ```
public struct Agreement<Metric: Hashable & Sendable>: Sendable {
  /// What a number is about.
  public struct Key: Hashable, Sendable {
    /// The metric or rule.
    public let metric: Metric
    /// What is measured.
    public let statistic: RankStatistic
    /// What it is compared with.
    public let target: ColumnName
    /// The cells.
    public let slice: CellSlice
  }

  /// What shares cells: a target's slice.
  private struct Scope: Hashable, Sendable {
    let target: ColumnName
    let slice: CellSlice
  }

  private let groups: [Group]
  private let places: [Scope: Int]

  /// Measures every metric and rule against every target in every slice of two cells or more.
  ///
  /// Statistics but correlations take the highest scores for the best.
  ///
  /// - Parameters:
  ///   - joined: scores and targets.
  ///   - rules: scores made of them.
  ///   - slices: the cells.
  ///   - statistics: what is measured.
  ///   - options: resamples, and the statistics' parameters.
  ///   - progress: told how far the resamples are.
  /// - Throws: what rules throw.
  public init(
    _ joined: JoinedScores<Metric>, rules: [AgreementRule<Metric>] = [], slices: [CellSlice] = [.all],
    statistics: [RankStatistic] = [.kendall, .spearman], options: AgreementOptions, progress: AgreementProgress? = nil
  ) throws {
    var shares: [(share: Group.Share, targets: [(JoinedScores<Metric>.Target, CellSlice)])] = []
    for target in joined.targets {
      for slice in slices {
        guard let members = joined.members(of: slice, for: target), members.count >= 2 else { continue }
        let share = Group.Share(
          members: members, columns: joined.columns.indices.filter { joined.columns[$0].isFor(target.name) },
          rules: rules.indices.filter { rules[$0].isFor(target.name, slice) })
        if let place = shares.firstIndex(where: { $0.share == share }) {
          shares[place].targets.append((target, slice))
        } else {
          shares.append((share, [(target, slice)]))
        }
      }
    }
    let work = shares.reduce(0) { $0 + $1.share.members.count * $1.targets.count }
    let meter = progress.map { ResampleMeter(total: options.resamples * work, report: $0) }
    groups = try shares.map {
      try Group($0.share, $0.targets, joined, rules: rules, statistics: statistics, options: options, meter: meter)
    }
    let scopes = groups.enumerated().flatMap { place, group in
      group.targets.map { (Scope(target: $0.name, slice: $0.slice), place) }
    }
    places = Dictionary(scopes) { first, _ in first }
  }

  private func group(_ target: ColumnName, _ slice: CellSlice) -> Group? {
    places[Scope(target: target, slice: slice)].map { groups[$0] }
  }

  /// The number of cells that were compared; nil where there are fewer than two.
  public func count(_ target: ColumnName, _ slice: CellSlice = .all) -> Int? { group(target, slice)?.count }

  /// A statistic of a metric or rule; nil if it was not measured.
  public subscript(
    _ metric: Metric, _ statistic: RankStatistic, _ target: ColumnName, _ slice: CellSlice = .all
  ) -> Estimate? {
    group(target, slice)?.estimate(Key(metric: metric, statistic: statistic, target: target, slice: slice))
  }

  /// A statistic of a metric less that of another, and its paired interval; nil if one was not measured.
  public func difference(
    _ metric: Metric, less other: Metric, _ statistic: RankStatistic, _ target: ColumnName, _ slice: CellSlice = .all
  ) -> Estimate? {
    let keys = [metric, other].map { Key(metric: $0, statistic: statistic, target: target, slice: slice) }
    return group(target, slice)?.difference(keys[0], keys[1])
  }

  /// Two measured metrics of a target's cells beside each other: τ_b and ρ of the two, and τ_b of their rank sum with the target.
  public func between(
    _ first: Metric, _ second: Metric, _ target: ColumnName, _ slice: CellSlice = .all
  ) -> (kendall: Double?, spearman: Double?, sum: Double?)? {
    guard let group = group(target, slice), let a = group.ranked[first],
      let b = group.ranked[second], let truth = group.targets.first(where: { $0.name == target && $0.slice == slice })
    else { return nil }
    let whole = Resample(everyRowOf: a.count)
    return (
      kendallTauB(a, b, in: whole).value, spearmanRho(a, b, in: whole).value,
      kendallTauB(RankedColumn.rankSum(a, b, in: whole), truth.ranks, in: whole).value
    )
  }
}
