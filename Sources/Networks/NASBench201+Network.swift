import SearchSpaces

extension NASBench201 {
  /// The operations of a cell's edges with their weights, and how PyTorch's modules name them.
  public struct CellPlan: Sendable {
    /// Per edge of `Edge.all`, the terms of its sum.
    public var edges: [[(operation: Operation, weight: Double)]]
    /// How the parameters are named.
    public var naming: Naming

    /// How the parameters of an edge's operation are named within `cells.<i>.`.
    public enum Naming: Sendable {
      /// `layers.<edge>.op`: a cell with one operation an edge.
      case layers
      /// `edges.<target<-source>.<operation>.op`: a supernet cell.
      case edges
    }

    /// Makes a plan.
    public init(edges: [[(operation: Operation, weight: Double)]], naming: Naming) {
      self.edges = edges
      self.naming = naming
    }

    /// A cell: one operation an edge, weight 1.
    public init(_ architecture: Architecture, naming: Naming = .layers) {
      self.init(edges: architecture.operations.map { [(operation: $0, weight: 1.0)] }, naming: naming)
    }

    /// A supernet cell: softmax-weighted sums.
    public init(_ supernet: Supernet) {
      self.init(edges: supernet.weights, naming: .edges)
    }

    func name(edge: Int, operation: Operation) -> String {
      switch naming {
      case .layers: "layers.\(edge).op"
      case .edges: "edges.\(Edge.all[edge]).\(operation.index).op"
      }
    }
  }
}

extension Network {
  /// Builds the network of a NAS-Bench-201 cell or supernet (Dong and Yang, ICLR 2020, section 2).
  ///
  /// The graph holds every operation other than `none`, dead ones included.
  public init(_ cell: NASBench201.CellPlan, skeleton: Skeleton) {
    precondition(
      skeleton.hasStem || skeleton.image.channels == skeleton.channels, "the first cell reads the image itself")
    var builder = NetworkBuilder(image: skeleton.image)
    var current = skeleton.hasStem ? builder.addStem(channels: skeleton.channels) : 0
    builder.endBlock(at: current)
    for (index, isReduction) in skeleton.reductions.enumerated() {
      let name = "cells.\(index)"
      current =
        isReduction
        ? builder.addReduction(name: name, input: current) : builder.addCell(cell, name: name, input: current)
      builder.endBlock(at: current)
    }
    builder.finishFeatures(current)
    self = builder.finish(classes: skeleton.classes)
  }
}

extension NetworkBuilder {
  /// Four nodes, the first being `input`; returns the last.
  fileprivate mutating func addCell(_ cell: NASBench201.CellPlan, name: String, input: Int) -> Int {
    var nodes = [input]
    for target in 1..<NASBench201.nodeCount {
      let node = addNode(shape(input))
      for source in 0..<target {
        let edge = NASBench201.Edge.index(source: source, target: target)
        for (operation, weight) in cell.edges[edge] {
          addOperation(
            operation, weight: weight, name: "\(name).\(cell.name(edge: edge, operation: operation))",
            from: nodes[source], to: node)
        }
      }
      nodes.append(node)
    }
    return nodes.last!
  }

  private mutating func addOperation(
    _ operation: NASBench201.Operation, weight: Double, name: String, from source: Int, to node: Int
  ) {
    switch operation {
    case .none: break
    case .skipConnect: connect(source, to: node, .identity, weight: weight)
    case .averagePool3x3: connect(source, to: node, .averagePool(Network.Window(size: 3, padding: 1)), weight: weight)
    case .convolution1x1, .convolution3x3:
      let window =
        operation == .convolution1x1 ? Network.Window(size: 1) : Network.Window(size: 3, padding: 1)
      connectConvolution(
        source, to: node, kernel: "\(name).1.weight", batchNorm: "\(name).2", window: window, weight: weight)
    }
  }

  /// C → 2C at half the extent: two ReLU-conv3x3-BN, plus 2x2 average pooling and a 1x1 convolution without BN.
  fileprivate mutating func addReduction(name: String, input: Int) -> Int {
    let wide = shape(input)
    let half = FeatureShape(channels: 2 * wide.channels, rows: (wide.rows + 1) / 2, columns: (wide.columns + 1) / 2)
    let (inner, pooled) = (
      addNode(half),
      addNode(FeatureShape(channels: wide.channels, rows: wide.rows / 2, columns: wide.columns / 2))
    )
    let output = addNode(half)
    connectConvolution(
      input, to: inner, kernel: "\(name).conv_a.op.1.weight", batchNorm: "\(name).conv_a.op.2",
      window: Network.Window(size: 3, stride: 2, padding: 1))
    connect(input, to: pooled, .averagePool(Network.Window(size: 2, stride: 2)))
    connectConvolution(
      inner, to: output, kernel: "\(name).conv_b.op.1.weight", batchNorm: "\(name).conv_b.op.2",
      window: Network.Window(size: 3, padding: 1))
    connectConvolution(
      pooled, to: output, kernel: "\(name).downsample.1.weight", batchNorm: nil, window: Network.Window(size: 1),
      rectifies: false)
    return output
  }
}
