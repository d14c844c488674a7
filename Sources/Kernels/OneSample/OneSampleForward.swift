import Lanes
import Networks

/// The forward pass of a single sample in float64, its maps as matrices of channels by places, so that convolutions are matrix
/// products.
///
/// The lanes of ``LaneForward`` are samples: of one sample fifteen of sixteen would be empty.
public struct OneSampleForward {
  /// The graph.
  public let network: Network
  /// What was pushed through it.
  public let inputs: Inputs
  /// Class outputs.
  public let logits: [Double]
  /// By parameter.
  let values: [[Double]]
  /// Node values, [C, places] each.
  let nodes: [[Double]]
  /// By node and connection: what a convolution gave, before batch norm.
  let results: [[[Double]]]
  /// By node and connection: the batch norm, where there is one.
  let norms: [[OneSampleNorm?]]
  /// mean over places of ReLU(last node), by channel.
  let pooled: [Double]

  /// Runs the pass of inputs with a batch of 1.
  public init(_ network: Network, values parameters: ParameterValues, inputs: Inputs) {
    precondition(inputs.batch == 1, "\(inputs.batch) samples are not one")
    (self.network, self.inputs) = (network, inputs)
    let values = network.parameters.indices.map { parameters[$0].map(Double.init) }
    var nodes = [inputs.unrounded ?? inputs.images.map(Double.init)]
    var results: [[[Double]]] = [[]]
    var norms: [[OneSampleNorm?]] = [[]]
    for node in network.nodes.dropFirst() {
      var total = [Double](repeating: 0, count: node.shape.volume)
      var (nodeResults, nodeNorms) = ([[Double]](), [OneSampleNorm?]())
      for connection in node.connections {
        let shape = LaneForward.resultShape(connection, in: network)
        let result = Self.apply(connection, in: network, nodes: nodes, values: values)
        let norm = connection.batchNorm.map { batchNorm in
          OneSampleNorm(
            result, area: shape.area, statistics: network.statistics,
            scale: batchNorm.affine.map { values[$0.scale] }, shift: batchNorm.affine.map { values[$0.shift] })
        }
        total.withUnsafeMutableBufferPointer { total in
          let to = total.baseAddress! + connection.firstChannel * node.shape.area
          if let norm {
            norm.add(to: to, weight: connection.weight)
          } else {
            result.withUnsafeBufferPointer { result in
              for place in result.indices { to[place] += connection.weight * result[place] }
            }
          }
        }
        nodeResults.append(connection.kernel == nil ? [] : result)
        nodeNorms.append(norm)
      }
      nodes.append(total)
      results.append(nodeResults)
      norms.append(nodeNorms)
    }
    (self.values, self.nodes, self.results, self.norms) = (values, nodes, results, norms)
    let (shape, classifier) = (network.nodes.last!.shape, network.classifier)
    let pooled = (0..<shape.channels).map { channel in
      nodes.last![channel * shape.area..<(channel + 1) * shape.area].reduce(0) { $0 + max($1, 0) } / Double(shape.area)
    }
    self.pooled = pooled
    logits = (0..<classifier.classes).map { k in
      pooled.indices.reduce(values[classifier.bias][k]) {
        $0 + values[classifier.weight][k * shape.channels + $1] * pooled[$1]
      }
    }
  }

  /// What a connection's operation reads: its source, rectified if the connection says so.
  func source(_ connection: Network.Connection) -> [Double] { Self.source(connection, nodes: nodes) }

  private static func source(_ connection: Network.Connection, nodes: [[Double]]) -> [Double] {
    let value = nodes[connection.source]
    return connection.rectifies ? value.map { max($0, 0) } : value
  }

  private static func apply(
    _ connection: Network.Connection, in network: Network, nodes: [[Double]], values: [[Double]]
  ) -> [Double] {
    let (source, shape) = (source(connection, nodes: nodes), network.nodes[connection.source].shape)
    switch connection.operation {
    case .identity: return source
    case .convolution(let convolution):
      let product = OneSampleConvolution(convolution, input: shape)
      return product.forward(product.patches(of: source), kernel: values[convolution.kernel])
    case .averagePool(let window):
      return OneSampleAveragePool(window, input: shape).forward(source)
    case .maxPool(let window):
      return ReferenceMaxPool(window, input: shape, batch: 1).forward(source).0
    }
  }
}
