import Lanes
import Networks

/// The backward pass of a single sample from its logits to its parameters, coupled through the batch norms over its places.
struct OneSampleBackward {
  private let forward: OneSampleForward
  /// ∂/∂θ by parameter of the network.
  private(set) var gradients: [[Double]]
  /// Of every convolution and of the classifier.
  private(set) var saliencies: [BatchGradient.Saliency] = []
  private var cotangents: [[Double]]

  /// Passes a cotangent of the logits back.
  init(_ forward: OneSampleForward, logits cotangent: [Double]) {
    self.forward = forward
    gradients = forward.values.map { [Double](repeating: 0, count: $0.count) }
    cotangents = forward.network.nodes.map { _ in [] }
    pullBackClassifier(cotangent)
    for node in forward.network.nodes.indices.dropFirst().reversed() {
      start(node)
      for place in forward.network.nodes[node].connections.indices { pullBack(node: node, place: place) }
      cotangents[node] = []
    }
  }

  private mutating func pullBackClassifier(_ cotangent: [Double]) {
    let (network, values) = (forward.network, forward.values)
    let (classifier, shape, last) = (network.classifier, network.nodes.last!.shape, forward.nodes.last!)
    let weight = values[classifier.weight]
    gradients[classifier.bias] = cotangent
    gradients[classifier.weight] = cotangent.flatMap { cotangent in forward.pooled.map { cotangent * $0 } }
    cotangents[network.nodes.count - 1] = (0..<shape.channels).flatMap { channel in
      let column = cotangent.indices.reduce(0.0) { $0 + cotangent[$1] * weight[$1 * shape.channels + channel] }
      return last[channel * shape.area..<(channel + 1) * shape.area].map { $0 > 0 ? column / Double(shape.area) : 0 }
    }
    saliencies.append(
      BatchGradient.Saliency(
        weight: classifier.weight,
        channels: zip(forward.logits, cotangent).map { $0 * $1 * $0 * $1 / 2 }))
  }

  /// Adds what one connection passes back from its node to its source and parameters.
  private mutating func pullBack(node: Int, place: Int) {
    let network = forward.network
    let connection = network.nodes[node].connections[place]
    let (shape, result) = (
      network.nodes[connection.source].shape, LaneForward.resultShape(connection, in: network)
    )
    let first = connection.firstChannel * result.area
    var cotangent = cotangents[node][first..<first + result.volume].map { $0 * connection.weight }
    if let norm = forward.norms[node][place] {
      let (scale, shift) = norm.transpose(&cotangent)
      if let affine = connection.batchNorm?.affine {
        (gradients[affine.scale], gradients[affine.shift]) = (scale, shift)
      }
    }
    switch connection.operation {
    case .identity: break
    case .averagePool(let window): cotangent = OneSampleAveragePool(window, input: shape).transposed(cotangent)
    case .maxPool(let window):
      cotangent = ReferenceMaxPool(window, input: shape, batch: 1)
        .transposed(cotangent, source: forward.source(connection))
    case .convolution(let convolution):
      note(saliencyOf: convolution.kernel, forward.results[node][place], cotangent, channels: result.channels)
      let product = OneSampleConvolution(convolution, input: shape)
      gradients[convolution.kernel] = product.gradient(
        cotangent, patches: product.patches(of: forward.source(connection)))
      // Nobody asks for the gradient of the image.
      guard connection.source > 0 else { return }
      cotangent = product.transposed(cotangent, kernel: forward.values[convolution.kernel])
    }
    add(cotangent, to: connection)
  }

  private mutating func note(
    saliencyOf kernel: Int, _ activation: [Double], _ cotangent: [Double], channels: Int
  ) {
    let area = activation.count / channels
    let products = activation.withUnsafeBufferPointer { activation in
      cotangent.withUnsafeBufferPointer { cotangent in
        (0..<channels).map {
          WideSum.ofProducts(
            activation.baseAddress! + $0 * area, cotangent.baseAddress! + $0 * area, count: area)
        }
      }
    }
    saliencies.append(BatchGradient.Saliency(weight: kernel, channels: products.map { $0 * $0 / 2 }))
  }

  /// Gives a node that nothing has passed a cotangent to one of zeros.
  private mutating func start(_ node: Int) {
    guard cotangents[node].isEmpty else { return }
    cotangents[node] = [Double](repeating: 0, count: forward.network.nodes[node].shape.volume)
  }

  private mutating func add(_ cotangent: [Double], to connection: Network.Connection) {
    let value = forward.nodes[connection.source]
    start(connection.source)
    cotangents[connection.source].withUnsafeMutableBufferPointer { to in
      cotangent.withUnsafeBufferPointer { cotangent in
        value.withUnsafeBufferPointer { value in
          if connection.rectifies {
            for place in to.indices { to[place] += value[place] > 0 ? cotangent[place] : 0 }
          } else {
            for place in to.indices { to[place] += cotangent[place] }
          }
        }
      }
    }
  }
}

extension BatchGradient {
  /// Looks at a pass of one sample.
  public func observe(_ forward: OneSampleForward) -> Observation? {
    let cotangent = cotangent.values(logits: forward.logits, labels: forward.inputs.labels, batch: 1)
    let backward = OneSampleBackward(forward, logits: cotangent)
    return Observation(
      gradients: backward.gradients, saliencies: backward.saliencies.sorted { $0.weight < $1.weight })
  }
}
