import Networks

extension ReferenceNetwork {
  /// The tangent kernel K_ij = ⟨∇f_i, ∇f_j⟩ with f_i = Σ_k logit_k(x_i), over the parameters named `weight` (TE-NAS,
  /// equation 1 and the authors' code).
  ///
  /// - Returns: [B, B], row by row.
  public func tangentKernel(_ coupling: BatchNormCoupling) -> [Double] {
    let gradients = (0..<batch).map { gradient(sample: $0, coupling: coupling) }
    return gradients.flatMap { row in
      gradients.map { column in zip(row, column).reduce(0) { $0 + $1.0 * $1.1 } }
    }
  }

  /// ∇f_sample over the tangent kernel's parameters, in the network's order.
  public func gradient(sample: Int, coupling: BatchNormCoupling) -> [Double] {
    var gradients = values.map { [Double](repeating: 0, count: $0.count) }
    var cotangents = nodes.map { [Double](repeating: 0, count: $0.count) }
    seedClassifier(sample: sample, gradients: &gradients, cotangents: &cotangents)
    for index in network.nodes.indices.dropFirst().reversed() {
      for (place, connection) in network.nodes[index].connections.enumerated() {
        pullBack(
          connection, norm: norms[index][place], into: index, coupling: coupling, gradients: &gradients,
          cotangents: &cotangents)
      }
    }
    return zip(network.parameters, gradients).flatMap { $0.role.isInTangentKernel ? $1 : [] }
  }

  private func seedClassifier(sample: Int, gradients: inout [[Double]], cotangents: inout [[Double]]) {
    let shape = network.nodes.last!.shape
    let weight = values[network.classifier.weight]
    for channel in 0..<shape.channels {
      var column = 0.0
      for k in 0..<network.classifier.classes {
        column += weight[k * shape.channels + channel]
        gradients[network.classifier.weight][k * shape.channels + channel] = pooled[sample * shape.channels + channel]
      }
      let first = (sample * shape.channels + channel) * shape.area
      for place in first..<first + shape.area where nodes[nodes.count - 1][place] > 0 {
        cotangents[nodes.count - 1][place] = column / Double(shape.area)
      }
    }
  }

  /// Adds what one connection passes back from its node to its source and parameters.
  private func pullBack(
    _ connection: Network.Connection, norm: ReferenceBatchNorm?, into node: Int, coupling: BatchNormCoupling,
    gradients: inout [[Double]], cotangents: inout [[Double]]
  ) {
    let shape = network.nodes[connection.source].shape
    var cotangent = resultCotangent(connection, node: node, cotangent: cotangents[node])
    if let norm {
      let (input, scale) = norm.transposed(cotangent, coupling: coupling)
      cotangent = input
      if let affine = connection.batchNorm?.affine { gradients[affine.scale] = scale }
    }
    let value = nodes[connection.source]
    switch connection.operation {
    case .identity: break
    case .averagePool(let window):
      cotangent = ReferenceAveragePool(window, input: shape, batch: batch).transposed(cotangent)
    case .maxPool(let window):
      let source = connection.rectifies ? value.map { max($0, 0) } : value
      cotangent = ReferenceMaxPool(window, input: shape, batch: batch).transposed(cotangent, source: source)
    case .convolution(let convolution):
      let source = connection.rectifies ? value.map { max($0, 0) } : value
      let result = ReferenceConvolution(convolution, input: shape, batch: batch)
        .transposed(cotangent, source: source, kernel: values[convolution.kernel])
      cotangent = result.source
      gradients[convolution.kernel] = result.kernel
    }
    for place in cotangent.indices where !connection.rectifies || value[place] > 0 {
      cotangents[connection.source][place] += cotangent[place]
    }
  }

  /// weight · the channels of the node's cotangent that the connection fed.
  private func resultCotangent(_ connection: Network.Connection, node: Int, cotangent: [Double]) -> [Double] {
    let shape = network.nodes[node].shape
    var channels = network.nodes[connection.source].shape.channels
    if case .convolution(let convolution) = connection.operation { channels = convolution.outputChannels }
    return (0..<batch).flatMap { sample in
      let first = (sample * shape.channels + connection.firstChannel) * shape.area
      return cotangent[first..<first + channels * shape.area].map { $0 * connection.weight }
    }
  }
}
