import Networks

extension BoundaryFeatures {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> [[Double]] {
    network.network.boundaries.map { network.channels(node: $0).covariance }
  }
}
