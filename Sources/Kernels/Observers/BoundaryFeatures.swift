import Lanes
import Networks

/// The covariance of the channels at every boundary of the network: after the stem and after each cell and reduction.
public struct BoundaryFeatures: Observer {
  /// Per boundary, from the front, the covariance [c, c] over samples and places, row by row: E[(x − mean)(x − mean)ᵀ], the
  /// mean taken over samples and places, divided by their number.
  public typealias Observation = [[Double]]

  /// Observes covariances.
  public init() {}
}

extension BoundaryFeatures {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> [[Double]] {
    forward.network.boundaries.map {
      forward.covariance(forward.raw[$0], shape: forward.network.nodes[$0].shape)
    }
  }

  /// A product of every boundary's map with itself.
  public func operations(_ network: Network, batch: Int) -> Double {
    network.boundaries.reduce(0) { total, node in
      let shape = network.nodes[node].shape
      return total + Double(batch * shape.volume * shape.channels)
    }
  }
}
