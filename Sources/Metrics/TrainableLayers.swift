/// The number of trainable layers of the cell, a baseline that ranks as well as many a metric (VKDNW, CVPR 2025).
public struct TrainableLayers: Metric {
  /// Makes the metric.
  public init() {}

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "layers", direction: .higherIsBetter,
    definition: "convolutions of the cell, those on no path from input to output included",
    cost: "none: counted on the graph", source: "VKDNW (CVPR 2025), 'number of trainable layers'")

  /// Counts; the same in every repeat.
  public func score(_ found: Observations) -> Double { Double(found.cell.trainableLayers) }
}
