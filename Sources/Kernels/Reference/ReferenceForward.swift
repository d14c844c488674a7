import Networks

/// One forward pass by the plain loops, in float64 or in numbers that carry derivatives.
struct ReferenceForward<Scalar: ReferenceScalar> {
  /// Node values, [B, C, H, W] each.
  let nodes: [[Scalar]]
  /// By node and connection: what the operation gave, before batch norm.
  let results: [[[Scalar]]]
  /// By node and connection: the batch norm, where there is one.
  let norms: [[ReferenceBatchNorm<Scalar>?]]
  /// mean over places of ReLU(last node), [B, C].
  let pooled: [Scalar]
  /// Class outputs, [B, classes].
  let logits: [Scalar]

  /// Runs the pass.
  ///
  /// - Parameter adjust: called with every node's values before anything reads them.
  init(
    _ network: Network, parameters: [[Scalar]], images: [Scalar], batch: Int,
    adjust: (_ node: Int, inout [Scalar]) -> Void = { _, _ in }
  ) {
    precondition(images.count == batch * network.nodes[0].shape.volume, "the batch does not fit the input node")
    var nodes = [images]
    var results: [[[Scalar]]] = [[]]
    var norms: [[ReferenceBatchNorm<Scalar>?]] = [[]]
    for node in network.nodes.dropFirst() {
      var total = [Scalar](repeating: .zero, count: batch * node.shape.volume)
      var (nodeResults, nodeNorms) = ([[Scalar]](), [ReferenceBatchNorm<Scalar>?]())
      for connection in node.connections {
        let shape = network.nodes[connection.source].shape
        let source = connection.rectifies ? nodes[connection.source].map(\.rectified) : nodes[connection.source]
        let (result, resultShape) = Self.apply(
          connection.operation, to: source, shape: shape, batch: batch, parameters: parameters)
        let norm = connection.batchNorm.map {
          Self.normalize(result, shape: resultShape, batch: batch, by: $0, network: network, parameters: parameters)
        }
        nodeResults.append(result)
        nodeNorms.append(norm)
        Self.add(
          norm?.output ?? result, shape: resultShape, weight: Scalar(connection.weight), to: &total,
          firstChannel: connection.firstChannel, channels: node.shape.channels, batch: batch)
      }
      adjust(nodes.count, &total)
      nodes.append(total)
      results.append(nodeResults)
      norms.append(nodeNorms)
    }
    (self.nodes, self.results, self.norms) = (nodes, results, norms)
    pooled = Self.average(nodes.last!, shape: network.nodes.last!.shape, batch: batch)
    logits = Self.classify(pooled, network: network, parameters: parameters, batch: batch)
  }

  private static func apply(
    _ operation: Network.Operation, to source: [Scalar], shape: FeatureShape, batch: Int, parameters: [[Scalar]]
  ) -> ([Scalar], FeatureShape) {
    switch operation {
    case .identity: (source, shape)
    case .convolution(let convolution):
      ReferenceConvolution(convolution, input: shape, batch: batch)
        .forward(source, kernel: parameters[convolution.kernel])
    case .averagePool(let window): ReferenceAveragePool(window, input: shape, batch: batch).forward(source)
    case .maxPool(let window): ReferenceMaxPool(window, input: shape, batch: batch).forward(source)
    }
  }

  private static func normalize(
    _ result: [Scalar], shape: FeatureShape, batch: Int, by batchNorm: Network.BatchNorm, network: Network,
    parameters: [[Scalar]]
  ) -> ReferenceBatchNorm<Scalar> {
    let (ones, zeros) = (
      [Scalar](repeating: Scalar(1), count: shape.channels), [Scalar](repeating: .zero, count: shape.channels)
    )
    return ReferenceBatchNorm(
      result, shape: shape, batch: batch, statistics: network.statistics,
      scale: batchNorm.affine.map { parameters[$0.scale] } ?? ones,
      shift: batchNorm.affine.map { parameters[$0.shift] } ?? zeros)
  }

  /// Adds `result` into the channels of `total` that begin at `firstChannel`.
  private static func add(
    _ result: [Scalar], shape: FeatureShape, weight: Scalar, to total: inout [Scalar], firstChannel: Int,
    channels: Int, batch: Int
  ) {
    for sample in 0..<batch {
      for offset in 0..<shape.volume {
        total[(sample * channels + firstChannel) * shape.area + offset] +=
          weight * result[sample * shape.volume + offset]
      }
    }
  }

  /// mean over places of ReLU(last node), [B, C].
  private static func average(_ last: [Scalar], shape: FeatureShape, batch: Int) -> [Scalar] {
    (0..<batch * shape.channels).map { map in
      last[map * shape.area..<(map + 1) * shape.area].reduce(Scalar.zero) { $0 + $1.rectified }
        / Scalar(Double(shape.area))
    }
  }

  /// W · pooled + b.
  private static func classify(
    _ pooled: [Scalar], network: Network, parameters: [[Scalar]], batch: Int
  ) -> [Scalar] {
    let channels = network.nodes.last!.shape.channels
    let (weight, bias) = (parameters[network.classifier.weight], parameters[network.classifier.bias])
    return (0..<batch).flatMap { sample in
      (0..<network.classifier.classes).map { k in
        (0..<channels).reduce(bias[k]) { $0 + weight[k * channels + $1] * pooled[sample * channels + $1] }
      }
    }
  }
}
