import AccuracyTables
import Foundation
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
    /// The number of cells.
    public let count: Int
    /// τ_b; nil where the metric is the same for all cells.
    public let kendall: Double?
    /// The 95% percentile interval of ``kendall``.
    public let interval: BootstrapInterval
    /// ``kendall`` less the base's; nil for the base.
    public let difference: Double?
    /// The paired 95% percentile interval of ``difference``.
    public let differenceInterval: BootstrapInterval
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
    var agreement: Double? { kendall.map { metric == "regions" ? $0 : -$0 } }
  }

  /// By data set, in the order of the variants: κ, R and combined of each, as far as no variant before has the same scores.
  public private(set) var rows: [Row] = []
  /// The base, then what is compared with it.
  public let variants: [ProtocolVariant]
  /// What a reader of the numbers must know, a line each.
  public private(set) var notes: [String] = []
  /// Per variant and metric, the place among a data set's rows.
  let places: [[String: Int]]

  /// Reads the runs of a plan, which must be finished, and correlates.
  ///
  /// - Parameters:
  ///   - plan: the variants and their runs.
  ///   - table: accuracy in the benchmark's index order.
  ///   - datasets: the data sets; nil for every one in the table that has test accuracy.
  ///   - resamples: bootstrap resamples.
  ///   - threads: threads for the resamples; the result does not depend on it.
  /// - Throws: ``StudyError`` if a run is not finished, or fewer than two cells are left; `FileError` if a data set
  ///   is not in the table.
  public init(
    _ plan: ProtocolAblationPlan, table: AccuracyTable, datasets: [BenchmarkDataset]? = nil, resamples: Int = 1000,
    threads: Int = 1
  ) throws {
    variants = plan.variants
    let scores = try Dictionary(
      uniqueKeysWithValues: plan.runs.map { ($0.stem, try ProtocolScores($0, directory: plan.directory(of: $0))) })
    let measurements = Measurement.all(of: plan.variants)
    places = measurements.places
    let failed = scores.values.reduce(into: Set<Int>()) { $0.formUnion($1.failed) }
    let cells = try plan.selection.indices(seed: plan.seed).filter { !failed.contains($0) }
    for dataset in try datasets ?? CorrelationStudy.datasets(of: table) {
      let accuracy = try table.values(ColumnName(dataset))
      let kept = cells.filter { !accuracy[$0].isNaN }
      if kept.count < cells.count {
        notes.append(
          "\(cells.count - kept.count) of \(cells.count) cells have no \(dataset) accuracy, and were left out")
      }
      try CorrelationStudy.check(
        kept.map { accuracy[$0] }, dataset: dataset, table: table, name: plan.directory, population: .all)
      let correlations = try Correlations(
        measurements.all.map { try $0.column(scores, cells: kept) }, accuracy: kept.map { accuracy[$0] },
        resamples: resamples, threads: threads)
      append(measurements.all, correlations, scores: scores, dataset: dataset, count: kept.count)
    }
    note(scores, failed: failed, of: cells.count + failed.count)
  }

  private mutating func append(
    _ measurements: [Measurement], _ correlations: Correlations, scores: [String: ProtocolScores],
    dataset: BenchmarkDataset, count: Int
  ) {
    let values = correlations.values
    var rows = measurements.enumerated().map { place, measurement in
      // The base comes first: each metric's first measurement is its.
      let base = measurements.firstIndex { $0.metric == measurement.metric }!
      let times = measurement.runs.compactMap { scores[$0.stem]?.milliseconds }
      let repeats = Double(measurement.variant.setting.scoring.repeats)
      return Row(
        dataset: dataset, metric: measurement.metric, variant: measurement.variant,
        dependencies: measurement.dependencies, count: count, kendall: values[place],
        interval: correlations.samples.interval(place),
        difference: place == base ? nil : values[place].flatMap { value in values[base].map { value - $0 } },
        differenceInterval: correlations.samples.difference(place, base),
        milliseconds: times.count == measurement.runs.count ? repeats * times.reduce(0, +) : nil)
    }
    for metric in ["kappa", "regions", "combined"] {
      for place in Self.front(rows.enumerated().filter { $0.element.metric == metric }) { rows[place].isOnFront = true }
    }
    self.rows += rows
  }

  /// The places of rows such that none is better at no more cost: from the cheapest on, those better than all before.
  private static func front(_ rows: [(offset: Int, element: Row)]) -> [Int] {
    let points = rows.compactMap { place, row in
      row.cost.flatMap { cost in row.agreement.map { (cost: cost, agreement: $0, place: place) } }
    }
    var best = -Double.infinity
    return points.sorted { ($0.cost, -$0.agreement, $0.place) < ($1.cost, -$1.agreement, $1.place) }.filter { point in
      defer { best = max(best, point.agreement) }
      return point.agreement > best
    }.map(\.place)
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
    for row in rows where row.kendall == nil {
      notes.append(
        "\(row.dataset), \(row.variant.name), \(row.metric): not defined, because it is the same for all cells")
    }
  }
}
