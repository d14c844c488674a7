/// Every metric there is. A new one is a file of its own, a line here, and a test.
public enum MetricTable {
  /// A metric's description, and how it is made under a protocol.
  public struct Entry: Sendable {
    /// What there is to say of it.
    public let description: MetricDescription
    /// The metric under the given settings.
    public let make: @Sendable (ScoringProtocol) -> any Metric

    /// Under which name the settings it is made from are kept: its own, or that of the metric it shares them with.
    public let settings: String
    /// The published settings and those of the protocol `lite`, where the protocol keeps a ``Setup`` for the metric.
    let setups: (published: Setup, lite: Setup)?

    /// Whether it is more than a count.
    var isOfLiterature: Bool { setups != nil || description.passes != "none" }

    /// An entry of the metric that `make` makes under a protocol.
    ///
    /// - Parameter settings: the metric whose settings it shares; nil for its own.
    public init<M: Metric>(settings: String? = nil, _ make: @escaping @Sendable (ScoringProtocol) -> M) {
      (description, self.make, setups) = (M.description, make, nil)
      self.settings = settings ?? M.description.name
    }

    /// An entry of a metric of the literature.
    public init<M: LiteratureMetric>(_ metric: M.Type) {
      (description, setups, settings) = (M.description, (M.published, M.lite), M.description.name)
      make = { M($0.setup(metric)) }
    }
  }

  /// All metrics, in the order of the columns of `scores.csv`.
  public static let entries: [Entry] = [
    Entry { $0.kappa },
    Entry { $0.regions },
    Entry { _ in ParameterCount() },
    Entry { _ in MultiplyAdds() },
    Entry(GradNorm.self),
    Entry(GradNormAll.self),
    Entry(Snip.self),
    Entry(Plain.self),
    Entry(Grasp.self),
    Entry(Fisher.self),
    Entry(L2Norm.self),
    Entry(SynFlow.self),
    Entry(SynFlowBatchNorm.self),
    Entry(LogSynFlow.self),
    Entry(Jacov.self),
    Entry(EPENAS.self),
    Entry(NASWOT.self),
    Entry(SWAP.self),
    Entry(ZenScore.self),
    Entry(ZiCo.self),
    Entry(Expressivity.self),
    Entry(Progressivity.self),
    Entry(Trainability.self),
    Entry(VKDNWDimension.self),
    Entry(VKDNWEntropy.self),
    Entry(MeCoLayers.self),
    Entry(settings: Kappa.description.name) { NTKTrace($0.kappa) },
    Entry { NTKError($0.ntkError) },
    Entry(APD.self),
    Entry(InTrain.self),
    Entry { _ in TrainableLayers() },
    Entry { _ in Depth() },
    Entry { _ in SkipConnections() },
  ]

  /// The columns of a run that is asked for some metrics: these, and what costs nothing, in the table's order.
  public static func columns(askedFor names: some Collection<String>) -> [String] {
    let free = [ParameterCount.description.name, MultiplyAdds.description.name]
    return entries.map(\.description.name).filter { names.contains($0) || free.contains($0) }
  }

  /// The names of the literature's metrics: all that are more than a count.
  public static let literature: [String] = entries.filter { $0.isOfLiterature }.map(\.description.name)

  /// Under which name the settings of a metric are kept.
  public static func settings(of metric: String) -> String { entry(named: metric)?.settings ?? metric }

  /// The settings of those that have a ``Setup``, by name.
  ///
  /// - Parameter isLite: those of the protocol `lite`, instead of the published ones.
  static func setups(isLite: Bool) -> [String: Setup] {
    entries.reduce(into: [:]) { $0[$1.description.name] = $1.setups.map { isLite ? $0.lite : $0.published } }
  }

  /// The entry of the given name; nil if there is none.
  public static func entry(named name: String) -> Entry? { entries.first { $0.description.name == name } }
}
