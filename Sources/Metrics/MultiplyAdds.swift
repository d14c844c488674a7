/// The multiply-adds of the real network on one image, the baseline called FLOPs in the literature.
public struct MultiplyAdds: Metric {
  /// Makes the metric.
  public init() {}

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "flops", direction: .higherIsBetter,
    definition: "multiply-adds of convolutions and classifier of the real network on one 32x32 image",
    cost: "none: by formula", source: "NAS-Bench-201")

  /// Counts; the same in every repeat.
  public func score(_ found: Observations) -> Double { Double(found.cell.multiplyAdds) }
}
