import Networks

extension CellJacobian {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> Observation {
    let parameters = network.network.cellParameters
    let columns = (0..<network.batch).map { sample in
      let gradients = network.backward(sample: sample, coupling: coupling).gradients
      return parameters.flatMap { gradients[$0] }
    }
    let rows = columns[0].count
    return Observation(
      batch: network.batch, rows: rows, gradients: (0..<rows).flatMap { row in columns.map { $0[row] } },
      labels: network.inputs.labels)
  }
}

extension Network {
  /// The kernels and batch-norm scales between the first and the last boundary, ascending: those of the cells and reductions.
  var cellParameters: [Int] {
    guard let first = boundaries.first, let last = boundaries.last else { return [] }
    return nodes.indices.filter { first < $0 && $0 <= last }.flatMap { nodes[$0].connections }.flatMap { connection in
      var used: [Int] = connection.batchNorm?.affine.map { [$0.scale] } ?? []
      if case .convolution(let convolution) = connection.operation { used.append(convolution.kernel) }
      return used
    }.sorted()
  }
}
