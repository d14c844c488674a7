import Networks

extension FeatureSpread {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> [Spread] {
    network.network.nodes.enumerated().flatMap { index, node in
      node.connections.enumerated().compactMap { place, connection -> Spread? in
        guard case .convolution = connection.operation else { return nil }
        let shape = network.resultShape(connection)
        let covariance = ChannelProducts(
          values: network.forward.results[index][place], shape: shape, batch: network.batch
        ).covariance
        let trace = (0..<shape.channels).reduce(0) { $0 + covariance[$1 * (shape.channels + 1)] }
        return Spread(squaredTrace: trace * trace, traceOfSquare: covariance.reduce(0) { $0 + $1 * $1 })
      }
    }
  }
}
