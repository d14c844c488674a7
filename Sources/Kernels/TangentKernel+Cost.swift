import Lanes
import Networks

extension TangentKernel {
  /// The floating-point operations that the kernel of a network needs, a multiply-add counting as two: every convolution
  /// once forward, and per pass back once for ∂w and, unless it reads the image, once for ∂source. Pools, batch norms and
  /// sums are not counted.
  ///
  /// A coupled kernel passes back B² samples, a frozen one B.
  public static func operations(_ network: Network, batch: Int, coupling: BatchNormCoupling) -> Double {
    let passes = Double(coupling == .coupled ? batch * batch : batch)
    return network.nodes.lazy.flatMap(\.connections).reduce(0) { total, connection in
      let times = Double(batch) + passes * (connection.source == 0 ? 1 : 2)
      return total + 2 * Double(network.multiplyAdds(connection)) * times
    }
  }
}
