import Lanes
import Networks

/// The plain float64 evaluation of a network: every kernel as the obvious loop. It is the specification that the fast
/// kernels are tested against, not a way to score thousands of cells.
///
/// Arrays are [sample][channel][row][column]. Computing the object runs the forward pass; ``backward(logits:coupling:)`` runs
/// backward ones.
public struct ReferenceNetwork {
  /// The network evaluated.
  public let network: Network
  /// What was pushed through it.
  public let inputs: Inputs
  /// The number of samples, B.
  public var batch: Int { inputs.batch }
  /// Node values, [B, C, H, W] each.
  public var nodes: [[Double]] { forward.nodes }
  /// Class outputs, [B, classes].
  public var logits: [Double] { forward.logits }

  let values: [[Double]]
  let images: [Double]
  let forward: ReferenceForward<Double>
  /// Which ReLUs are open, by node, where other kernels say so.
  let patternsFollowed: [Int: ActivationPatterns.Map]

  /// Runs the forward pass.
  ///
  /// - Parameters:
  ///   - network: the graph, as built (nothing needs to be dropped).
  ///   - values: its parameters.
  ///   - inputs: the batch.
  ///   - patterns: which ReLUs are to be open, as other kernels have seen them; nil for those whose input is positive. A value
  ///     on the other side of 0 is moved there, which changes it by its rounding.
  public init(
    _ network: Network, values: ParameterValues, inputs: Inputs,
    following patterns: ActivationPatterns.Observation? = nil
  ) {
    (self.network, self.inputs) = (network, inputs)
    self.values = network.parameters.indices.map { values[$0].map(Double.init) }
    images = inputs.unrounded ?? inputs.images.map(Double.init)
    let maps = patterns.map { Dictionary(uniqueKeysWithValues: zip(network.rectifiedNodes, $0.maps)) } ?? [:]
    patternsFollowed = maps
    forward = ReferenceForward(network, parameters: self.values, images: images, batch: inputs.batch) { node, values in
      maps[node]?.open(&values, batch: inputs.batch)
    }
  }

  /// Runs the forward pass of images [B, C, H, W] without labels.
  public init(_ network: Network, values: ParameterValues, images: [Float], batch: Int) {
    self.init(network, values: values, inputs: Inputs(images: images, batch: batch))
  }

  /// What a connection's operation read: its source, rectified if the connection says so.
  func source(_ connection: Network.Connection) -> [Double] {
    let value = nodes[connection.source]
    return connection.rectifies ? value.map { max($0, 0) } : value
  }

  /// The shape of what a connection's operation gives.
  func resultShape(_ connection: Network.Connection) -> FeatureShape {
    let source = network.nodes[connection.source].shape
    return switch connection.operation {
    case .identity: source
    case .convolution(let convolution): ReferenceConvolution(convolution, input: source, batch: batch).output
    case .averagePool(let window): ReferenceAveragePool(window, input: source, batch: batch).output
    case .maxPool(let window): ReferenceMaxPool(window, input: source, batch: batch).output
    }
  }
}
