import AccuracyTables
import Foundation
import Metrics
import Scores
import Statistics

/// How the protocol changes what the metrics are worth: τ_b with test accuracy against the processor time of a cell, for
/// every variant of a ``ProtocolAblationPlan``.
///
/// All variants score the same cells, and all intervals come from the same resamples, so that a variant's τ less the base's
/// has a paired interval, much narrower than the two τ's own.
public struct ProtocolAblation: Sendable {
  /// A metric under a protocol, against one data set.
  public struct Row: Sendable {
    /// The data set whose test accuracy is meant.
    public let dataset: BenchmarkDataset
    /// `kappa`, `regions`, or `combined`: rank(κ) + rank(R), the best cell having the smallest.
    public let metric: String
    /// The variant; the first of those that share the scores.
    public let variant: ProtocolVariant
    /// What the scores depend on, by name.
    public let dependencies: [String: String]
    /// What tells the scores from others.
    let key: [String]
    /// The number of cells.
    public let count: Int
    /// τ_b, not defined where the metric is the same for all cells.
    public let kendall: Estimate
    /// ``kendall`` less the base's, paired; nil for the base.
    public let difference: Estimate?
    /// Processor time of scoring a cell, all repeats; nil where it was not recorded.
    public let milliseconds: Double?
    /// Whether no other variant has a better τ at no more ``cost``.
    public internal(set) var isOnFront = false

    /// ``milliseconds`` on a scale with steps of 10%, on which variants are compared: what else the machine does moves
    /// processor times by several percent, and a front of such differences would be one of chance.
    public var cost: Double? {
      milliseconds.map { $0 > 0 ? exp(log(1.1) * (log($0) / log(1.1)).rounded()) : 0 }
    }

    /// ``kendall``, turned so that higher is better: κ and the rank sum are good when small.
    var agreement: Double? { kendall.value.map { metric == Regions.description.name ? $0 : -$0 } }
  }

  /// By data set, in the order of the variants: κ, R and combined of each, as far as no variant before has the same scores.
  public private(set) var rows: [Row] = []
  /// The base, then what is compared with it.
  public let variants: [ProtocolVariant]
  /// What a reader of the numbers must know, a line each.
  public private(set) var notes: [String] = []

  /// Reads the runs of a plan, which must be finished, and correlates.
  ///
  /// - Parameters:
  ///   - plan: the variants and their runs.
  ///   - table: accuracy in the benchmark's index order.
  ///   - options: data sets and resamples; the cells are the plan's.
  /// - Throws: ``StudyError`` if a run is not finished, or fewer than two cells are left; `FileError` if a data set
  ///   is not in the table.
  public init(
    _ plan: ProtocolAblationPlan, table: AccuracyTable, options: AgreementOptions = AgreementOptions()
  ) throws {
    variants = plan.variants
    let scores = try Dictionary(
      uniqueKeysWithValues: plan.runs.map { ($0.stem, try ProtocolScores($0, directory: plan.directory(of: $0))) })
    var measurements: [Measurement] = []
    for measurement in plan.variants.flatMap({ Measurement.all(of: $0, base: plan.variants[0]) })
    where !measurements.contains(where: { $0.key == measurement.key }) {
      measurements.append(measurement)
    }
    let failed = scores.values.reduce(into: Set<Int>()) { $0.formUnion($1.failed) }
    let cells = try plan.selection.indices(seed: plan.seed).filter { !failed.contains($0) }
    var joined = JoinedScores(
      cells: cells,
      try measurements.filter { $0.runs.count == 1 }.map { measurement in
        let repeats = measurement.variant.setting.scoring.repeats
        return .init(measurement.key, try scores[measurement.runs[0].stem]!.means(of: cells, repeats: repeats))
      })
    let rankSums = measurements.filter { $0.runs.count == 2 }.map { measurement in
      AgreementRule.combined(measurement.key, kappa: [measurement.key[0]], regions: [measurement.key[1]])
    }
    for dataset in try options.datasets(in: table) {
      let unknown = try joined.join(accuracyOn: dataset, of: table, name: plan.directory)
      guard unknown > 0 else { continue }
      notes.append("\(unknown) of \(cells.count) cells have no \(dataset) accuracy, and were left out")
    }
    let agreement = try Agreement(joined, rules: rankSums, statistics: [.kendall], options: options)
    for target in joined.targets {
      rows += Self.marked(
        measurements.map { measurement in
          // The base comes first: each metric's first measurement is its.
          let base = measurements.first { $0.metric == measurement.metric }!.key
          let times = measurement.runs.compactMap { scores[$0.stem]?.milliseconds }
          let repeats = Double(measurement.variant.setting.scoring.repeats)
          return Row(
            dataset: target.name.dataset, metric: measurement.metric, variant: measurement.variant,
            dependencies: measurement.dependencies, key: measurement.key, count: target.complete.count,
            kendall: agreement[measurement.key, .kendall, target.name]!,
            difference: measurement.key == base
              ? nil : agreement.difference(measurement.key, less: base, .kendall, target.name),
            milliseconds: times.count == measurement.runs.count ? repeats * times.reduce(0, +) : nil)
        })
    }
    note(scores, failed: failed, of: cells.count + failed.count)
  }

  /// A data set's rows, those on the front of their metric marked.
  private static func marked(_ rows: [Row]) -> [Row] {
    let best = Set(Measurement.metrics.flatMap { metric in front(rows.filter { $0.metric == metric }) })
    return rows.map { row in
      var row = row
      row.isOnFront = best.contains(row.key)
      return row
    }
  }

  /// The keys of rows such that none is better at no more cost: from the cheapest on, those better than all before.
  private static func front(_ rows: [Row]) -> [[String]] {
    let points = rows.enumerated().compactMap { place, row in
      row.cost.flatMap { cost in row.agreement.map { (cost: cost, agreement: $0, place: place) } }
    }
    var best = -Double.infinity
    return points.sorted { ($0.cost, -$0.agreement, $0.place) < ($1.cost, -$1.agreement, $1.place) }.filter { point in
      defer { best = max(best, point.agreement) }
      return point.agreement > best
    }.map { rows[$0.place].key }
  }

  private mutating func note(_ scores: [String: ProtocolScores], failed: Set<Int>, of cells: Int) {
    let base = variants[0].setting
    let infinite = scores[ProtocolSetting.Metric.kappa.rawValue]?.infinite(base.scoring.repeats).count ?? 0
    if infinite > 0 {
      notes.append(
        "the base's kappa is infinite (no path, or a singular kernel) for \(infinite) of \(cells) cells, which rank last"
      )
    }
    if !failed.isEmpty {
      notes.append(
        "\(failed.count) of \(cells) cells have a score that could not be computed, and were left out of every variant")
    }
    let untimed = scores.filter { $0.value.milliseconds == nil }.keys.sorted()
    if !untimed.isEmpty {
      notes.append(
        "no processor time was recorded of \(untimed.joined(separator: ", ")): killed, or made by an earlier version")
    }
    for row in rows where row.kendall.value == nil {
      notes.append(
        "\(row.dataset), \(row.variant.name), \(row.metric): not defined, because it is the same for all cells")
    }
  }
}
