import Lanes
import Networks

extension Network {
  /// Floating-point operations of a forward pass, a multiply-add counting as two; pools, batch norms and sums are not counted.
  public func forwardOperations(batch: Int) -> Double {
    Double(batch) * nodes.lazy.flatMap(\.connections).reduce(0.0) { $0 + 2 * Double(multiplyAdds($1)) }
  }

  /// Those of the covariance of every convolution's channels.
  func covarianceOperations(batch: Int) -> Double {
    nodes.lazy.flatMap(\.connections).reduce(0.0) { total, connection in
      guard case .convolution = connection.operation else { return total }
      let shape = LaneForward.resultShape(connection, in: self)
      return total + Double(batch * shape.volume * shape.channels)
    }
  }
}
