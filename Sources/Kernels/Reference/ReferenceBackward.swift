import Lanes
import Networks

/// What a backward pass by the plain loops leaves: the cotangent of everything it passed.
public struct ReferenceBackward {
  /// ∂/∂θ by parameter of the network, summed over the samples.
  public internal(set) var gradients: [[Double]]
  /// By node, [B, C, H, W]; that of node 0 is the gradient with respect to the images.
  public internal(set) var cotangents: [[Double]]
  /// By node and connection: the cotangent of the operation's result, before batch norm.
  public internal(set) var results: [[[Double]]]
  /// By node and connection: the cotangent of what batch norm made of it.
  public internal(set) var normalized: [[[Double]]]

  fileprivate init(_ network: ReferenceNetwork) {
    gradients = network.values.map { [Double](repeating: 0, count: $0.count) }
    cotangents = network.nodes.map { [Double](repeating: 0, count: $0.count) }
    results = network.network.nodes.map { [[Double]](repeating: [], count: $0.connections.count) }
    normalized = results
  }
}

extension ReferenceNetwork {
  /// Passes a cotangent of the logits back to the image.
  ///
  /// - Parameters:
  ///   - logits: [B, classes].
  ///   - coupling: whether the batch's statistics are differentiated.
  public func backward(logits cotangent: [Double], coupling: BatchNormCoupling = .coupled) -> ReferenceBackward {
    var backward = ReferenceBackward(self)
    pullBackClassifier(cotangent, into: &backward)
    pullBack(from: nodes.count - 1, to: 0, coupling: coupling, into: &backward)
    return backward
  }

  /// Passes a cotangent of one node back to an earlier one.
  ///
  /// - Parameters:
  ///   - cotangent: of the node `last`, [B, C, H, W].
  ///   - first: the node at which the pass ends.
  /// - Returns: the cotangent of `first`.
  public func backward(
    _ cotangent: [Double], from last: Int, to first: Int, coupling: BatchNormCoupling = .coupled
  ) -> [Double] {
    var backward = ReferenceBackward(self)
    backward.cotangents[last] = cotangent
    pullBack(from: last, to: first, coupling: coupling, into: &backward)
    return backward.cotangents[first]
  }

  private func pullBackClassifier(_ cotangent: [Double], into backward: inout ReferenceBackward) {
    let (shape, classifier) = (network.nodes.last!.shape, network.classifier)
    let (last, weight) = (nodes.count - 1, values[classifier.weight])
    for sample in 0..<batch {
      let row = Array(cotangent[sample * classifier.classes..<(sample + 1) * classifier.classes])
      guard row.contains(where: { $0 != 0 }) else { continue }
      for k in 0..<classifier.classes { backward.gradients[classifier.bias][k] += row[k] }
      for channel in 0..<shape.channels {
        var column = 0.0
        for k in 0..<classifier.classes {
          let place = k * shape.channels + channel
          column += row[k] * weight[place]
          backward.gradients[classifier.weight][place] += row[k] * forward.pooled[sample * shape.channels + channel]
        }
        let first = (sample * shape.channels + channel) * shape.area
        for place in first..<first + shape.area where nodes[last][place] > 0 {
          backward.cotangents[last][place] = column / Double(shape.area)
        }
      }
    }
  }

  /// Passes complete cotangents back, node by node; that of `first` is complete afterwards.
  private func pullBack(
    from last: Int, to first: Int, coupling: BatchNormCoupling, into backward: inout ReferenceBackward
  ) {
    for node in (first + 1..<last + 1).reversed() {
      for place in network.nodes[node].connections.indices {
        pullBack(node: node, place: place, coupling: coupling, into: &backward)
      }
    }
  }

  /// Adds what one connection passes back from its node to its source and parameters.
  private func pullBack(node: Int, place: Int, coupling: BatchNormCoupling, into backward: inout ReferenceBackward) {
    let connection = network.nodes[node].connections[place]
    let shape = network.nodes[connection.source].shape
    var cotangent = resultCotangent(connection, node: node, cotangent: backward.cotangents[node])
    backward.normalized[node][place] = cotangent
    if let norm = forward.norms[node][place] {
      let (input, scale, shift) = norm.transposed(cotangent, coupling: coupling)
      cotangent = input
      if let affine = connection.batchNorm?.affine {
        (backward.gradients[affine.scale], backward.gradients[affine.shift]) = (scale, shift)
      }
    }
    backward.results[node][place] = cotangent
    switch connection.operation {
    case .identity: break
    case .averagePool(let window):
      cotangent = ReferenceAveragePool(window, input: shape, batch: batch).transposed(cotangent)
    case .maxPool(let window):
      cotangent = ReferenceMaxPool(window, input: shape, batch: batch)
        .transposed(cotangent, source: source(connection))
    case .convolution(let convolution):
      let result = ReferenceConvolution(convolution, input: shape, batch: batch)
        .transposed(cotangent, source: source(connection), kernel: values[convolution.kernel])
      cotangent = result.source
      backward.gradients[convolution.kernel] = result.kernel
    }
    let value = nodes[connection.source]
    for place in cotangent.indices where !connection.rectifies || value[place] > 0 {
      backward.cotangents[connection.source][place] += cotangent[place]
    }
  }

  /// weight · the channels of the node's cotangent that the connection fed.
  private func resultCotangent(_ connection: Network.Connection, node: Int, cotangent: [Double]) -> [Double] {
    let shape = network.nodes[node].shape
    let channels = resultShape(connection).channels
    return (0..<batch).flatMap { sample in
      let first = (sample * shape.channels + connection.firstChannel) * shape.area
      return cotangent[first..<first + channels * shape.area].map { $0 * connection.weight }
    }
  }
}
