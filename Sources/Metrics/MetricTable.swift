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
    Entry { _ in GradNorm() },
    Entry { _ in GradNormAll() },
    Entry { _ in Snip() },
    Entry { _ in Plain() },
    Entry { _ in Grasp() },
    Entry { _ in Fisher() },
    Entry { _ in L2Norm() },
    Entry { _ in SynFlow() },
    Entry { _ in SynFlowBatchNorm() },
    Entry { _ in LogSynFlow() },
    Entry { _ in Jacov() },
    Entry { _ in EPENAS() },
    Entry { _ in NASWOT() },
    Entry { _ in SWAP() },
    Entry { _ in ZenScore() },
    Entry { _ in ZiCo() },
    Entry { _ in Expressivity() },
    Entry { _ in Progressivity() },
    Entry { _ in Trainability() },
    Entry { _ in VKDNWDimension() },
    Entry { _ in VKDNWEntropy() },
    Entry { _ in MeCoLayers() },
    Entry { NTKTrace($0.kappa) },
    Entry { NTKError($0.kappa) },
    Entry { _ in APD() },
    Entry { _ in InTrain() },
    Entry { _ in TrainableLayers() },
    Entry { _ in Depth() },
    Entry { _ in SkipConnections() },
  ]

  /// The entry of the given name; nil if there is none.
  public static func entry(named name: String) -> Entry? { entries.first { $0.description.name == name } }
}
