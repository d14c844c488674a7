/// The trainable numbers of the real network, a baseline that needs no initialisation.
public struct ParameterCount: Metric {
  /// Makes the metric.
  public init() {}

  /// What there is to say of it.
  public static let description = MetricDescription(
    name: "parameters", direction: .higherIsBetter,
    definition: "trainable numbers of the real network (C = 16, N = 5, 10 classes)", cost: "none: by formula",
    source: "NAS-Bench-201")

  /// Counts; the same in every repeat.
  public func score(_ found: Observations) -> Double { Double(found.cell.parameterCount) }
}
