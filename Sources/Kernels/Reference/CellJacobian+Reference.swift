import Lanes
import Networks

extension CellJacobian {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> Observation {
    let parameters = network.network.parameters.indices.filter { place in
      let parameter = network.network.parameters[place]
      return parameter.isInCell && parameter.role.isInTangentKernel
    }
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
