extension Network {
  /// The same function but for a power of two, such that no feature map overflows a float32: for networks without batch norm
  /// whose parameters and inputs are not negative, as SynFlow's are. There the maps of the real network reach 1e61.
  ///
  /// Such a network is positively homogeneous: a node times 2^−e, made from sources times 2^−s, needs its connections' weights
  /// times 2^(s − e). The exponents follow the mean magnitude that the mean absolute weights give each node.
  ///
  /// - Parameter values: the parameters.
  /// - Returns: the network, and the exponent by which its last node is too small: the logits' gradients are those of the given
  ///   network times 2^−exponent.
  public func rescaled(for values: ParameterValues) -> (network: Network, exponent: Int) {
    var network = self
    var magnitudes = [1.0]  // of the rescaled nodes
    var exponents = [0]
    for (place, node) in nodes.enumerated().dropFirst() {
      // Magnitudes of terms, relative to the largest exponent among them so that none overflows here.
      let terms = node.connections.map { connection in
        (
          exponent: exponents[connection.source],
          size: connection.weight * magnitudes[connection.source] * gain(connection, values)
        )
      }
      let base = terms.filter { $0.size > 0 }.map(\.exponent).max() ?? 0
      let size = terms.reduce(0.0) { $0 + ($1.size > 0 ? $1.size * Self.power(of: $1.exponent - base) : 0) }
      let exponent = base + (size > 0 ? Int(size.exponent) : 0)
      for (index, connection) in node.connections.enumerated() {
        network.nodes[place].connections[index].weight *= Self.power(of: exponents[connection.source] - exponent)
      }
      exponents.append(exponent)
      magnitudes.append(size > 0 ? size * Self.power(of: base - exponent) : 0)
    }
    return (network, exponents.last!)
  }

  /// What a connection multiplies a constant map by, on average.
  private func gain(_ connection: Connection, _ values: ParameterValues) -> Double {
    guard case .convolution(let convolution) = connection.operation else { return 1 }
    let kernel = values[convolution.kernel]
    return kernel.reduce(0.0) { $0 + Double(abs($1)) } / Double(convolution.outputChannels)
  }

  /// 2^exponent.
  private static func power(of exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }
}
