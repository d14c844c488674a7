import Networks

/// The covariance of the channels at every boundary of the network: after the stem and after each cell and reduction.
public struct BoundaryFeatures: Observer {
  /// Per boundary, from the front, the covariance [c, c] over samples and places, row by row: E[(x − mean)(x − mean)ᵀ], the
  /// mean taken over samples and places, divided by their number.
  public typealias Observation = [[Double]]

  /// Observes covariances.
  public init() {}
}
