import Networks

/// The distinct on/off patterns of samples over all ReLU outputs: the linear regions that the samples fall into.
public struct DistinctPatterns: Observer {
  /// The patterns, as a set that can be joined with that of another batch.
  public typealias Observation = PatternSet

  /// Observes patterns.
  public init() {}
}
