import Networks

extension TangentKernel {
  /// The floating-point operations that the kernel of a network needs, a multiply-add counting as two: every convolution
  /// once forward, and per pass back once for ∂w and, unless it reads the image, once for ∂source. Pools, batch norms and
  /// sums are not counted.
  ///
  /// A coupled kernel passes back B² samples, a frozen one B.
  public static func operations(_ network: Network, batch: Int, coupling: BatchNormCoupling) -> Double {
    let passes = Double(coupling == .coupled ? batch * batch : batch)
    var total = 0.0
    for node in network.nodes {
      for connection in node.connections {
        guard case .convolution(let convolution) = connection.operation else { continue }
        let shape = LaneForward.resultShape(connection, in: network)
        let window = convolution.window.size * convolution.window.size
        let products = Double(shape.volume * convolution.inputChannels / convolution.groups * window)
        total += 2 * products * (Double(batch) + passes * (connection.source == 0 ? 1 : 2))
      }
    }
    return total
  }
}
