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
