extension Network {
  /// The network with its batch norms bypassed; their parameters stay in the list, unused.
  public var withoutBatchNorm: Network {
    var network = self
    for node in nodes.indices {
      for connection in nodes[node].connections.indices { network.nodes[node].connections[connection].batchNorm = nil }
    }
    return network
  }

  /// The network with batch norms that divide by the given statistics.
  public func dividing(by statistics: BatchNormStatistics) -> Network {
    var network = self
    network.statistics = statistics
    return network
  }
}
