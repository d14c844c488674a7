import Networks

extension LastFeatures {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> Observation {
    var variances: [[Double]] = []
    for (index, node) in network.network.nodes.enumerated() {
      for (place, connection) in node.connections.enumerated() where connection.batchNorm != nil {
        let result = ChannelProducts(
          values: network.forward.results[index][place], shape: network.resultShape(connection), batch: network.batch)
        variances.append(unbiasedVariances(result))
      }
    }
    return Observation(features: network.nodes.last!.map { max($0, 0) }, variances: variances)
  }

  private func unbiasedVariances(_ map: ChannelProducts) -> [Double] {
    let (covariance, channels) = (map.covariance, map.shape.channels)
    return (0..<channels).map { covariance[$0 * (channels + 1)] * Double(map.count) / Double(map.count - 1) }
  }
}
