import Lanes
import Networks

extension FirstElementJacobian {
  /// The same by the definition: the backward passes of all samples' logits of one class at once, since no sample's logits
  /// depend on another's.
  public func observe(_ network: ReferenceNetwork) -> Observation {
    let (batch, classes) = (network.batch, network.network.classifier.classes)
    let count = min(parameters, network.network.parameters.count)
    var jacobian = [Double](repeating: 0, count: batch * classes * count)
    for k in 0..<classes {
      let cotangent = (0..<batch * classes).map { $0 % classes == k ? 1.0 : 0 }
      for (parameter, derivatives) in network.firstElements(network.backward(logits: cotangent), logits: cotangent)
      where parameter < count {
        for sample in 0..<batch { jacobian[(sample * classes + k) * count + parameter] = derivatives[sample] }
      }
    }
    return Observation(jacobian: jacobian, logits: network.logits, parameters: count)
  }
}

extension ReferenceNetwork {
  /// The derivative with respect to the first element of every parameter in use, by sample.
  fileprivate func firstElements(
    _ backward: ReferenceBackward, logits cotangent: [Double]
  ) -> [(parameter: Int, derivatives: [Double])] {
    var derivatives: [(Int, [Double])] = []
    for (index, node) in network.nodes.enumerated() {
      for (place, connection) in node.connections.enumerated() {
        let shape = resultShape(connection)
        if case .convolution(let convolution) = connection.operation {
          derivatives.append((convolution.kernel, firstWeight(convolution, connection, backward.results[index][place])))
        }
        if let affine = connection.batchNorm?.affine, let norm = forward.norms[index][place] {
          precondition(norm.statistics == .initial, "the samples' gradients are coupled through batch norm")
          let output = backward.normalized[index][place]
          derivatives.append((affine.scale, firstChannel(shape) { output[$0] * norm.normalized[$0] }))
          derivatives.append((affine.shift, firstChannel(shape) { output[$0] }))
        }
      }
    }
    let (channels, classes) = (network.nodes.last!.shape.channels, network.classifier.classes)
    derivatives.append(
      (network.classifier.weight, (0..<batch).map { cotangent[$0 * classes] * forward.pooled[$0 * channels] }))
    derivatives.append((network.classifier.bias, (0..<batch).map { cotangent[$0 * classes] }))
    return derivatives
  }

  /// Σ over the places of channel 0, by sample.
  private func firstChannel(_ shape: FeatureShape, _ value: (Int) -> Double) -> [Double] {
    (0..<batch).map { sample in
      let first = sample * shape.volume
      return (first..<first + shape.area).reduce(0) { $0 + value($1) }
    }
  }

  /// ∂/∂w[0, 0, 0, 0], by sample.
  private func firstWeight(
    _ convolution: Network.Convolution, _ connection: Network.Connection, _ cotangent: [Double]
  ) -> [Double] {
    let (input, output) = (network.nodes[connection.source].shape, resultShape(connection))
    let (source, window) = (source(connection), convolution.window)
    return firstChannel(output) { place in
      let (sample, y, x) = (place / output.volume, place % output.area / output.columns, place % output.columns)
      let (row, column) = (y * window.stride - window.padding, x * window.stride - window.padding)
      guard 0..<input.rows ~= row && 0..<input.columns ~= column else { return 0 }
      return cotangent[place] * source[sample * input.volume + row * input.columns + column]
    }
  }
}
