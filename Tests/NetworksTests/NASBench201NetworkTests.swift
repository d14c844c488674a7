import Networks
import Randomness
import SearchSpaces
import Testing

/// The networks of NAS-Bench-201 cells: their parameters, names and shapes.
@Suite struct NASBench201NetworkTests {
  private func cell(_ text: String) throws -> NASBench201.Architecture { try NASBench201.Architecture(parsing: text) }

  /// The modules of cell 1042 in the thin network of TE-NAS as PyTorch lists them, C = 3, N = 1.
  @Test func parametersOfACell() throws {
    let network = try cell("|nor_conv_3x3~0|+|nor_conv_3x3~0|none~1|+|none~0|nor_conv_1x1~1|nor_conv_3x3~2|")
      .network(Skeleton())
    func edges(_ cell: Int, _ channels: Int) -> [String] {
      [(0, 3), (1, 3), (4, 1), (5, 3)].flatMap { edge, size in
        convolution("cells.\(cell).layers.\(edge).op.1", [channels, channels, size, size])
          + batchNorm("cells.\(cell).layers.\(edge).op.2", channels)
      }
    }
    func reduction(_ cell: Int, _ channels: Int) -> [String] {
      convolution("cells.\(cell).conv_a.op.1", [channels, channels / 2, 3, 3])
        + batchNorm("cells.\(cell).conv_a.op.2", channels)
        + convolution("cells.\(cell).conv_b.op.1", [channels, channels, 3, 3])
        + batchNorm("cells.\(cell).conv_b.op.2", channels)
        + convolution("cells.\(cell).downsample.1", [channels, channels / 2, 1, 1])
    }
    let stem = convolution("stem.0", [3, 3, 3, 3]) + batchNorm("stem.1", 3)
    let stages = edges(0, 3) + reduction(1, 6) + edges(2, 6) + reduction(3, 12) + edges(4, 12)
    let head = batchNorm("lastact.0", 12) + ["classifier.weight [10, 12]", "classifier.bias [10]"]
    #expect(network.parameters.map { "\($0.name) \($0.shape)" } == stem + stages + head)
    #expect(network.parameters.count == 57)
  }

  /// Supernet cells name operations by edge and index; the thin network has one cell, no stem and no batch norm but
  /// the operations' and the last.
  @Test func parametersOfAThinSupernet() {
    let network = Network(NASBench201.CellPlan(.full), skeleton: .thinRegions(patch: 3))
    let edges = ["1<-0", "2<-0", "2<-1", "3<-0", "3<-1", "3<-2"].flatMap { edge in
      convolution("cells.0.edges.\(edge).2.op.1", [1, 1, 1, 1]) + batchNorm("cells.0.edges.\(edge).2.op.2", 1)
        + convolution("cells.0.edges.\(edge).3.op.1", [1, 1, 3, 3]) + batchNorm("cells.0.edges.\(edge).3.op.2", 1)
    }
    let head = batchNorm("lastact.0", 1) + ["classifier.weight [10, 1]", "classifier.bias [10]"]
    #expect(network.parameters.map { "\($0.name) \($0.shape)" } == edges + head)
    #expect(network.nodes.allSatisfy { $0.shape == FeatureShape(channels: 1, rows: 3, columns: 3) })
  }

  private func convolution(_ name: String, _ shape: [Int]) -> [String] { ["\(name).weight \(shape)"] }

  private func batchNorm(_ name: String, _ channels: Int) -> [String] {
    ["\(name).weight [\(channels)]", "\(name).bias [\(channels)]"]
  }

  /// The graph and the benchmark's formulas count the same: batch norms and dead operations are parameters; convolutions
  /// and the classifier with its bias are multiply-adds.
  @Test func graphHasTheBenchmarksCosts() {
    var stream = RandomStream(seed: 1, purpose: "cells")
    let skeletons = [
      (Skeleton.real, NASBench201.Costs.cifar10), (Skeleton(), NASBench201.Costs(channels: 3, cellsPerStage: 1)),
    ]
    for _ in 0..<60 {
      let cell = NASBench201.Architecture(code: stream.integer(below: NASBench201.size))
      for (skeleton, costs) in skeletons {
        let network = cell.network(skeleton)
        #expect(network.parameterCount == costs.parameters(cell), "\(cell)")
        #expect(network.multiplyAdds == costs.flops(cell), "\(cell)")
      }
    }
  }

  /// A supernet costs what its operations cost together.
  @Test func supernetCostsTheSumOfItsOperations() {
    let empty = NASBench201.Architecture(code: 0)
    func extra(_ operation: NASBench201.Operation) -> (parameters: Int, multiplyAdds: Int) {
      let operations = NASBench201.Edge.all.map { _ in operation }
      let cell = NASBench201.Architecture(operations: operations)
      return (cell.parameterCount - empty.parameterCount, cell.multiplyAdds - empty.multiplyAdds)
    }
    let (small, large) = (extra(.convolution1x1), extra(.convolution3x3))
    let supernet = NASBench201.Supernet.full
    #expect(supernet.parameterCount == empty.parameterCount + small.parameters + large.parameters)
    #expect(supernet.multiplyAdds == empty.multiplyAdds + small.multiplyAdds + large.multiplyAdds)
  }

  /// Every connection reads an earlier node and fits the node it feeds, and every parameter is used once.
  @Test func graphsAreWellFormed() {
    for code in stride(from: 0, to: NASBench201.size, by: 41) {
      for skeleton in [Skeleton(), Skeleton.thinRegions(patch: 3)] {
        let network = NASBench201.Architecture(code: code).network(skeleton)
        var uses = [network.classifier.weight, network.classifier.bias]
        for (index, node) in network.nodes.enumerated() {
          for connection in node.connections {
            #expect(connection.source < index)
            #expect(resultShape(connection, in: network) == node.shape)
            if case .convolution(let convolution) = connection.operation { uses.append(convolution.kernel) }
            if let affine = connection.batchNorm?.affine { uses += [affine.scale, affine.shift] }
          }
        }
        #expect(uses.sorted() == Array(network.parameters.indices))
        #expect(network.hasPath == NASBench201.Architecture(code: code).hasPath)
      }
    }
  }

  private func resultShape(_ connection: Network.Connection, in network: Network) -> FeatureShape {
    let source = network.nodes[connection.source].shape
    let (window, channels): (Network.Window, Int) =
      switch connection.operation {
      case .identity: (Network.Window(size: 1), source.channels)
      case .averagePool(let window), .maxPool(let window): (window, source.channels)
      case .convolution(let convolution): (convolution.window, convolution.outputChannels)
      }
    return FeatureShape(
      channels: channels, rows: window.count(along: source.rows), columns: window.count(along: source.columns))
  }
}

@Suite struct WindowTests {
  /// PyTorch's output extents: ⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1.
  @Test func counts() {
    #expect(Network.Window(size: 3, padding: 1).count(along: 32) == 32)
    #expect(Network.Window(size: 3, stride: 2, padding: 1).count(along: 32) == 16)
    #expect(Network.Window(size: 3, stride: 2, padding: 1).count(along: 7) == 4)
    #expect(Network.Window(size: 2, stride: 2).count(along: 7) == 3)
    #expect(Network.Window(size: 5, padding: 4, dilation: 2).count(along: 9) == 9)
    #expect(Network.Window(size: 1, stride: 2, padding: -1).count(along: 8) == 3)
  }
}
