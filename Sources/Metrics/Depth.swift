/// The depth of the cell: in NAS-Bench-201 the number of edges other than `none` on the longest path from input to output; in
/// DARTS the connections on the longest path to the last node, of both cells added.
public struct Depth: Metric {
  /// Makes the metric.
  public init() {}

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "depth", direction: .higherIsBetter,
    definition:
      "operations on the longest path from the cell's input to its output; 0 without a path; DARTS: of both cells, added",
    cost: "none: counted on the graph", source: "TE-NAS (Chen et al., ICLR 2021), figure 8")

  /// Counts; the same in every repeat.
  public func score(_ found: Observations) -> Double { Double(found.cell.depth) }
}
