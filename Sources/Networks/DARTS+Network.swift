import SearchSpaces

extension DARTS {
  /// The operations of both cells' edges with their weights.
  public struct CellPlan: Sendable {
    /// By kind of cell (normal, reduce) and edge of `Edge.all`, the terms of its sum.
    public var cells: [[[(operation: Operation, weight: Double)]]]

    /// A supernet: softmax-weighted sums.
    public init(_ supernet: Supernet) { cells = CellKind.allCases.map { supernet.weights($0) } }

    /// A genotype: weight 1 on its edges. An operation may be there twice; one that is absent (`none`) is not there.
    public init(_ genotype: Genotype) {
      cells = CellKind.allCases.map { kind in
        Edge.all.map { edge in
          genotype[kind].nodes[edge.node].filter { $0.source == edge.source && $0.operation != .none }.map {
            ($0.operation, 1)
          }
        }
      }
    }
  }
}

extension Network {
  /// Builds the network of a DARTS supernet or genotype (Liu et al., ICLR 2019, section 2.1), parameters named as in the
  /// TE-NAS authors' modules: `cells.<i>.edges.<node<-source>._ops.<operation>…`; where a genotype has the same operation on the same
  /// source twice, the second is `_ops.<operation>.again…`.
  ///
  /// Operations have ReLU, convolution and batch norm in that order; pooling has no batch norm.
  public init(_ plan: DARTS.CellPlan, skeleton: Skeleton) {
    var builder = NetworkBuilder(image: skeleton.image)
    let stem = skeleton.hasStem ? builder.addStem(channels: skeleton.stemMultiplier * skeleton.channels) : 0
    var (before, current) = (stem, stem)
    builder.endBlock(at: stem)
    var (channels, followsReduction) = (skeleton.channels, false)
    for (index, isReduction) in skeleton.reductions.enumerated() {
      if isReduction { channels *= 2 }
      let output = builder.addDARTSCell(
        plan.cells[isReduction ? 1 : 0], name: "cells.\(index)", inputs: [before, current], channels: channels,
        isReduction: isReduction, followsReduction: followsReduction)
      (before, current, followsReduction) = (current, output, isReduction)
      builder.endBlock(at: output)
    }
    builder.finishFeatures(current)
    self = builder.finish(classes: skeleton.classes)
  }
}

extension NetworkBuilder {
  /// Two preprocessed inputs, four nodes, and the concatenation of the nodes, which is returned.
  fileprivate mutating func addDARTSCell(
    _ edges: [[(operation: DARTS.Operation, weight: Double)]], name: String, inputs: [Int], channels: Int,
    isReduction: Bool, followsReduction: Bool
  ) -> Int {
    let extent = shape(inputs[1])
    let full = FeatureShape(channels: channels, rows: extent.rows, columns: extent.columns)
    let half = FeatureShape(channels: channels, rows: (extent.rows + 1) / 2, columns: (extent.columns + 1) / 2)
    let inner = isReduction ? half : full
    var sources: [Int] = []
    for (place, input) in inputs.enumerated() {
      let name = "\(name).preprocess\(place)"
      let halves =
        place == 0 && followsReduction ? addFactorizedHalves(from: input, name: name, shape: full) : nil
      let preprocessed = addNode(full)
      if let halves {
        connectBatchNorm(halves, to: preprocessed, name: "\(name).bn")
      } else {
        connectConvolution(
          input, to: preprocessed, kernel: "\(name).op.1.weight", batchNorm: "\(name).op.2",
          window: Network.Window(size: 1))
      }
      sources.append(preprocessed)
    }
    for node in 0..<DARTS.nodeCount {
      let edgeIndices = (0..<node + DARTS.inputCount).map { DARTS.Edge.index(source: $0, node: node) }
      // What an operation goes through on its way comes before the node, as the graph is in topological order.
      var terms: [DARTSTerm] = []
      for edge in edgeIndices {
        let source = DARTS.Edge.all[edge].source
        for (place, (operation, weight)) in edges[edge].enumerated() where operation != .none {
          let isAgain = edges[edge][..<place].contains { $0.operation == operation }
          let name = "\(name).edges.\(DARTS.Edge.all[edge])._ops.\(operation.index)\(isAgain ? ".again" : "")"
          terms.append(
            addDARTSPath(
              operation, weight: weight, name: name,
              from: sources[source], shape: inner, stride: isReduction && source < DARTS.inputCount ? 2 : 1))
        }
      }
      let target = addNode(inner)
      for term in terms { finish(term, to: target) }
      sources.append(target)
    }
    let output = addNode(FeatureShape(channels: DARTS.nodeCount * channels, rows: inner.rows, columns: inner.columns))
    for node in 0..<DARTS.nodeCount {
      connect(sources[node + DARTS.inputCount], to: output, .identity, firstChannel: node * channels)
    }
    return output
  }

  /// The last connection of an operation, into the edge's node.
  private struct DARTSTerm {
    let source: Int
    let weight: Double
    let last: Last

    enum Last {
      case identity
      case batchNorm(name: String)
      case pointwise(name: String)
      case averagePool(Network.Window)
      case maxPool(Network.Window)
    }
  }

  private mutating func finish(_ term: DARTSTerm, to node: Int) {
    switch term.last {
    case .identity: connect(term.source, to: node, .identity, weight: term.weight)
    case .batchNorm(let name): connectBatchNorm(term.source, to: node, name: name, weight: term.weight)
    case .pointwise(let name): connectPointwise(term.source, to: node, name: name, weight: term.weight)
    case .averagePool(let window): connect(term.source, to: node, .averagePool(window), weight: term.weight)
    case .maxPool(let window): connect(term.source, to: node, .maxPool(window), weight: term.weight)
    }
  }

  /// Adds the nodes of an operation up to its last connection. `shape` is that of its result.
  private mutating func addDARTSPath(
    _ operation: DARTS.Operation, weight: Double, name: String, from source: Int, shape: FeatureShape, stride: Int
  ) -> DARTSTerm {
    let pool = Network.Window(size: 3, stride: stride, padding: 1)
    func term(_ source: Int, _ last: DARTSTerm.Last) -> DARTSTerm {
      DARTSTerm(source: source, weight: weight, last: last)
    }
    switch operation {
    case .none: preconditionFailure("none has no connection")
    case .skipConnect where stride == 1: return term(source, .identity)
    case .skipConnect:
      let halves = addFactorizedHalves(from: source, name: name, shape: shape)
      return term(halves, .batchNorm(name: "\(name).bn"))
    case .averagePool3x3: return term(source, .averagePool(pool))
    case .maxPool3x3: return term(source, .maxPool(pool))
    case .separable3x3, .separable5x5:
      let size = operation == .separable3x3 ? 3 : 5
      let first = addDepthwise(
        source, name: "\(name).op_a", window: Network.Window(size: size, stride: stride, padding: size / 2),
        shape: shape)
      let between = addNode(shape)
      connectPointwise(first, to: between, name: "\(name).op_a", weight: 1)
      let second = addDepthwise(
        between, name: "\(name).op_b", window: Network.Window(size: size, padding: size / 2), shape: shape)
      return term(second, .pointwise(name: "\(name).op_b"))
    case .dilated3x3, .dilated5x5:
      let size = operation == .dilated3x3 ? 3 : 5
      let window = Network.Window(size: size, stride: stride, padding: size - 1, dilation: 2)
      return term(addDepthwise(source, name: name, window: window, shape: shape), .pointwise(name: name))
    }
  }

  /// depthwise convolution(ReLU(source)).
  private mutating func addDepthwise(_ source: Int, name: String, window: Network.Window, shape: FeatureShape) -> Int {
    let node = addNode(shape)
    connectConvolution(
      source, to: node, kernel: "\(name).op.1.weight", batchNorm: nil, window: window, isDepthwise: true)
    return node
  }

  /// weight · BN(1x1 convolution(source)).
  private mutating func connectPointwise(_ source: Int, to node: Int, name: String, weight: Double) {
    connectConvolution(
      source, to: node, kernel: "\(name).op.2.weight", batchNorm: "\(name).op.3", window: Network.Window(size: 1),
      rectifies: false, weight: weight)
  }

  /// Two 1x1 convolutions of stride 2, on the even and on the odd pixels, concatenated: a factorised reduction before its
  /// batch norm.
  private mutating func addFactorizedHalves(from source: Int, name: String, shape: FeatureShape) -> Int {
    let node = addNode(shape)
    let first = shape.channels / 2
    connectConvolution(
      source, to: node, kernel: "\(name).convs.0.weight", batchNorm: nil, window: Network.Window(size: 1, stride: 2),
      channels: first)
    connectConvolution(
      source, to: node, kernel: "\(name).convs.1.weight", batchNorm: nil,
      window: Network.Window(size: 1, stride: 2, padding: -1, trailingPadding: 1), firstChannel: first,
      channels: shape.channels - first)
    return node
  }
}
