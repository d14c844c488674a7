extension Network {
  /// Whether some path of connections leads from the input to the classifier.
  public var hasPath: Bool { reachableFromInput[nodes.count - 1] }

  /// For each node, whether the input can influence it.
  public var reachableFromInput: [Bool] {
    var reachable = [true]
    for node in nodes.dropFirst() { reachable.append(node.connections.contains { reachable[$0.source] }) }
    return reachable
  }

  /// For each node, whether it can influence the classifier.
  public var reachesClassifier: [Bool] { reaching(nodes.count - 1) }

  /// For each node, whether it can influence the given one; every node influences itself.
  public func reaching(_ target: Int) -> [Bool] {
    var reaches = [Bool](repeating: false, count: nodes.count)
    reaches[target] = true
    for index in nodes.indices.reversed() where reaches[index] {
      for connection in nodes[index].connections { reaches[connection.source] = true }
    }
    return reaches
  }

  /// The network as κ_N sees it at initialisation: connections that cannot reach the classifier, or that start from nodes
  /// the input cannot reach, are gone, with the nodes and parameters that only they used.
  ///
  /// With all shifts β = 0 the latter nodes are exactly zero and so are all gradients of their connections; values away
  /// from initialisation need the network as it was. R_N counts the patterns of dead operations too and must not call
  /// this.
  ///
  /// - Returns: nil if no path is left.
  public func droppingDeadNodesAtInitialization() -> Network? {
    guard hasPath else { return nil }
    let (forward, backward) = (reachableFromInput, reachesClassifier)
    var places = [Int?](repeating: nil, count: nodes.count)
    var kept: [Node] = []
    for (index, node) in nodes.enumerated() where index == 0 || (forward[index] && backward[index]) {
      places[index] = kept.count
      var node = node
      node.connections = node.connections.compactMap { connection in
        guard let source = places[connection.source] else { return nil }
        var connection = connection
        connection.source = source
        return connection
      }
      kept.append(node)
    }
    var network = self
    (network.nodes, network.boundaries) = (kept, boundaries.compactMap { places[$0] })
    return network.droppingUnusedParameters()
  }

  /// The same graph with only the parameters that it uses.
  private func droppingUnusedParameters() -> Network {
    var used = [Bool](repeating: false, count: parameters.count)
    forEachParameterPlace { used[$0] = true }
    var places = [Int](repeating: -1, count: parameters.count)
    var kept: [Parameter] = []
    for (index, parameter) in parameters.enumerated() where used[index] {
      places[index] = kept.count
      kept.append(parameter)
    }
    var network = self
    network.parameters = kept
    network.forEachParameterPlace { $0 = places[$0] }
    return network
  }

  private func forEachParameterPlace(_ body: (Int) -> Void) {
    var copy = self
    copy.forEachParameterPlace { (place: inout Int) in body(place) }
  }

  private mutating func forEachParameterPlace(_ body: (inout Int) -> Void) {
    for node in nodes.indices {
      for index in nodes[node].connections.indices {
        var connection = nodes[node].connections[index]
        if case .convolution(var convolution) = connection.operation {
          body(&convolution.kernel)
          connection.operation = .convolution(convolution)
        }
        if var affine = connection.batchNorm?.affine {
          body(&affine.scale)
          body(&affine.shift)
          connection.batchNorm = BatchNorm(affine: affine)
        }
        nodes[node].connections[index] = connection
      }
    }
    body(&classifier.weight)
    body(&classifier.bias)
  }
}
