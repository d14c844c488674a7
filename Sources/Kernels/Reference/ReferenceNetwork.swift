import Networks

/// The plain float64 evaluation of a network: every kernel as the obvious loop. It is the specification that the fast
/// kernels are tested against, not a way to score thousands of cells.
///
/// Arrays are [sample][channel][row][column]. Computing the object runs the forward pass in training mode (batch
/// statistics).
public struct ReferenceNetwork {
  /// The network evaluated.
  public let network: Network
  /// The number of samples, B.
  public let batch: Int
  /// Node values, [B, C, H, W] each.
  public let nodes: [[Double]]
  /// Class outputs, [B, classes].
  public let logits: [Double]

  let values: [[Double]]
  let norms: [[ReferenceBatchNorm?]]
  let pooled: [Double]

  /// Runs the forward pass.
  ///
  /// - Parameters:
  ///   - network: the graph, as built (nothing needs to be dropped).
  ///   - values: its parameters.
  ///   - images: the batch, [B, C, H, W].
  ///   - batch: B.
  public init(_ network: Network, values: ParameterValues, images: [Float], batch: Int) {
    precondition(images.count == batch * network.nodes[0].shape.volume, "the batch does not fit the input node")
    let parameters = network.parameters.indices.map { values[$0].map(Double.init) }
    var nodes = [images.map(Double.init)]
    var norms: [[ReferenceBatchNorm?]] = [[]]
    for node in network.nodes.dropFirst() {
      var total = [Double](repeating: 0, count: batch * node.shape.volume)
      var nodeNorms: [ReferenceBatchNorm?] = []
      for connection in node.connections {
        let shape = network.nodes[connection.source].shape
        let source = connection.rectifies ? nodes[connection.source].map { max($0, 0) } : nodes[connection.source]
        var (result, resultShape) = Self.apply(
          connection.operation, to: source, shape: shape, batch: batch, parameters: parameters)
        var norm: ReferenceBatchNorm?
        if let batchNorm = connection.batchNorm {
          let channels = resultShape.channels
          let scale = batchNorm.affine.map { parameters[$0.scale] } ?? [Double](repeating: 1, count: channels)
          let shift = batchNorm.affine.map { parameters[$0.shift] } ?? [Double](repeating: 0, count: channels)
          norm = ReferenceBatchNorm(result, shape: resultShape, batch: batch, scale: scale)
          result = norm!.output(shift: shift)
        }
        nodeNorms.append(norm)
        Self.add(
          result, shape: resultShape, weight: connection.weight, to: &total, firstChannel: connection.firstChannel,
          channels: node.shape.channels, batch: batch)
      }
      nodes.append(total)
      norms.append(nodeNorms)
    }
    let shape = network.nodes.last!.shape
    let pooled = Self.average(nodes.last!, shape: shape, batch: batch)
    let (weight, bias) = (parameters[network.classifier.weight], parameters[network.classifier.bias])
    logits = (0..<batch).flatMap { sample in
      (0..<network.classifier.classes).map { k in
        (0..<shape.channels).reduce(bias[k]) {
          $0 + weight[k * shape.channels + $1] * pooled[sample * shape.channels + $1]
        }
      }
    }
    (self.network, self.batch, self.values, self.nodes, self.norms, self.pooled) =
      (network, batch, parameters, nodes, norms, pooled)
  }

  private static func apply(
    _ operation: Network.Operation, to source: [Double], shape: FeatureShape, batch: Int, parameters: [[Double]]
  ) -> ([Double], FeatureShape) {
    switch operation {
    case .identity: (source, shape)
    case .convolution(let convolution):
      ReferenceConvolution(convolution, input: shape, batch: batch)
        .forward(source, kernel: parameters[convolution.kernel])
    case .averagePool(let window): ReferenceAveragePool(window, input: shape, batch: batch).forward(source)
    case .maxPool(let window): ReferenceMaxPool(window, input: shape, batch: batch).forward(source)
    }
  }

  /// Adds `result` into the channels of `total` that begin at `firstChannel`.
  static func add(
    _ result: [Double], shape: FeatureShape, weight: Double, to total: inout [Double], firstChannel: Int, channels: Int,
    batch: Int
  ) {
    for sample in 0..<batch {
      for offset in 0..<shape.volume {
        total[(sample * channels + firstChannel) * shape.area + offset] +=
          weight * result[sample * shape.volume + offset]
      }
    }
  }

  /// mean over places of ReLU(last node), [B, C].
  private static func average(_ last: [Double], shape: FeatureShape, batch: Int) -> [Double] {
    (0..<batch * shape.channels).map { map in
      last[map * shape.area..<(map + 1) * shape.area].reduce(0) { $0 + max($1, 0) } / Double(shape.area)
    }
  }
}
