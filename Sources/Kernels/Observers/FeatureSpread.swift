import Lanes
import Networks

/// The participation ratio of the channels of every convolution's output.
public struct FeatureSpread: Observer {
  /// Per convolution, in the order of nodes and connections: (tr C)² and tr C², C the covariance of the output's channels over
  /// samples and places.
  public typealias Observation = [Spread]

  /// The two traces of a layer.
  public struct Spread: Sendable {
    /// (tr C)² and tr C².
    public let squaredTrace, traceOfSquare: Double

    /// Describes a layer.
    public init(squaredTrace: Double, traceOfSquare: Double) {
      (self.squaredTrace, self.traceOfSquare) = (squaredTrace, traceOfSquare)
    }
  }

  /// Observes spreads.
  public init() {}
}

extension FeatureSpread {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> [Spread] {
    forward.network.nodes.enumerated().flatMap { place, node in
      node.connections.enumerated().compactMap { index, connection in
        forward.results[place][index].map { result in
          let shape = LaneForward.resultShape(connection, in: forward.network)
          return Spread(forward.covariance(result, shape: shape), channels: shape.channels)
        }
      }
    }
  }

  /// A product of every layer's output with itself.
  public func operations(_ network: Network, batch: Int) -> Double { network.covarianceOperations(batch: batch) }
}

extension FeatureSpread.Spread {
  /// The traces of a covariance [c, c].
  init(_ covariance: [Double], channels: Int) {
    let trace = (0..<channels).reduce(0.0) { $0 + covariance[$1 * channels + $1] }
    self.init(squaredTrace: trace * trace, traceOfSquare: covariance.reduce(0) { $0 + $1 * $1 })
  }
}
