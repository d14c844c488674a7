/// Every metric there is. A new one is a file of its own, a line here, and a test.
public enum MetricTable {
  /// A metric's description, and how it is made under a protocol.
  public struct Entry: Sendable {
    /// What there is to say of it.
    public let description: MetricDescription
    /// The metric under the given settings.
    public let make: @Sendable (ScoringProtocol) -> any Metric

    /// An entry of the metric that `make` makes under a protocol.
    public init<M: Metric>(_ make: @escaping @Sendable (ScoringProtocol) -> M) {
      (description, self.make) = (M.description, make)
    }
  }

  /// All metrics, in the order of the columns of `scores.csv`.
  public static let entries: [Entry] = [
    Entry { $0.kappa },
    Entry { $0.regions },
    Entry { _ in ParameterCount() },
    Entry { _ in MultiplyAdds() },
    Entry { _ in TrainableLayers() },
    Entry { _ in Depth() },
    Entry { _ in SkipConnections() },
  ]

  /// The entry of the given name; nil if there is none.
  public static func entry(named name: String) -> Entry? { entries.first { $0.description.name == name } }
}
