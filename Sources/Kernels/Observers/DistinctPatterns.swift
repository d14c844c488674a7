import Lanes
import Networks

/// The distinct on/off patterns of samples over all ReLU outputs: the linear regions that the samples fall into.
public struct DistinctPatterns: Observer {
  /// The patterns, as a set that can be joined with that of another batch.
  public typealias Observation = PatternSet

  /// Observes patterns.
  public init() {}
}

extension DistinctPatterns {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> PatternSet {
    let sources = forward.network.rectifiedNodes
    let bits = sources.reduce(0) { $0 + forward.network.nodes[$1].shape.volume }
    var patterns = PatternSet(bits: bits, capacity: forward.batch)
    LinearRegions.insert(forward, sources: sources, into: &patterns)
    return patterns
  }

  /// Nothing beyond the forward pass.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}
