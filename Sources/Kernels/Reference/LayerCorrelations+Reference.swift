import Lanes
import Networks

extension LayerCorrelations {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> [Double] {
    outputs(network).filter { $0.shape.channels > 1 }.map { output in
      LinearAlgebra.eigenvalues(ofSymmetric: output.correlation, order: output.shape.channels)?.first ?? .nan
    }
  }

  /// The outputs of all ReLUs, convolutions and batch norms.
  private func outputs(_ network: ReferenceNetwork) -> [ChannelProducts] {
    var outputs: [ChannelProducts] = []
    for (index, node) in network.network.nodes.enumerated() {
      for (place, connection) in node.connections.enumerated() {
        let shape = network.resultShape(connection)
        func add(_ values: [Double], _ shape: FeatureShape) {
          outputs.append(ChannelProducts(values: values, shape: shape, batch: network.batch))
        }
        if connection.rectifies { add(network.source(connection), network.network.nodes[connection.source].shape) }
        if case .convolution = connection.operation { add(network.forward.results[index][place], shape) }
        if let norm = network.forward.norms[index][place] { add(norm.output, shape) }
      }
    }
    let last = network.nodes.last!.map { max($0, 0) }
    return outputs + [ChannelProducts(values: last, shape: network.network.nodes.last!.shape, batch: network.batch)]
  }
}
