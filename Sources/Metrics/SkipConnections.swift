/// The number of skip connections in the cell, which says little in NAS-Bench-201 and is there to show it.
public struct SkipConnections: Metric {
  /// Makes the metric.
  public init() {}

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "skips", direction: .higherIsBetter,
    definition: "identities of the cell, those on no path from input to output included",
    cost: "none: counted on the graph", source: "baseline")

  /// Counts; the same in every repeat.
  public func score(_ found: Observations) -> Double { Double(found.cell.skipConnections) }
}
