import Networks
import SearchSpaces
import Testing

/// Which nodes, connections and parameters κ_N may leave out.
@Suite struct DroppingDeadNodesTests {
  @Test func onlyLiveOperationsRemainInAllCells() {
    let skeleton = Skeleton(channels: 1, image: FeatureShape(channels: 3, rows: 4, columns: 4))
    for cell in NASBench201.architectures {
      let network = cell.network(skeleton)
      guard let dropped = network.droppingDeadNodesAtInitialization() else {
        #expect(!cell.hasPath)
        continue
      }
      let dead = cell.deadEdges
      let live = (0..<6).filter { cell[$0] != .none && !dead.contains($0) }
      // Stem, three cells, three connections of each reduction plus its pooling, the last batch norm.
      #expect(dropped.nodes.reduce(0) { $0 + $1.connections.count } == 1 + 3 * live.count + 2 * 4 + 1)
      let convolutions = live.count { cell[$0].isConvolution }
      #expect(dropped.parameters.count == 3 + 9 * convolutions + 2 * 7 + 2 + 2)
      #expect(cell.hasPath && dropped.hasPath)
      #expect(dropped.reachableFromInput.allSatisfy { $0 } && dropped.reachesClassifier.allSatisfy { $0 })
    }
  }

  @Test func droppingTwiceDropsNothingMore() throws {
    let cell = try NASBench201.Architecture(
      parsing: "|nor_conv_1x1~0|+|nor_conv_3x3~0|nor_conv_1x1~1|+|skip_connect~0|avg_pool_3x3~1|none~2|")
    let once = try #require(cell.network(Skeleton()).droppingDeadNodesAtInitialization())
    let twice = try #require(once.droppingDeadNodesAtInitialization())
    #expect(twice.nodes.count == once.nodes.count)
    #expect(twice.parameters.map(\.name) == once.parameters.map(\.name))
  }

  @Test func cellWithoutPathIsNil() throws {
    for text in [
      "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|",
      "|none~0|+|none~0|nor_conv_3x3~1|+|none~0|nor_conv_1x1~1|nor_conv_3x3~2|",
      "|nor_conv_3x3~0|+|avg_pool_3x3~0|nor_conv_1x1~1|+|none~0|none~1|none~2|",
    ] {
      let network = try NASBench201.Architecture(parsing: text).network(Skeleton())
      #expect(!network.hasPath)
      #expect(network.droppingDeadNodesAtInitialization() == nil)
    }
  }

  /// What remains is drawn as it was, because a parameter's name, not its place, names its random stream.
  @Test func remainingParametersKeepTheirValues() throws {
    let cell = try NASBench201.Architecture(
      parsing: "|none~0|+|nor_conv_1x1~0|nor_conv_3x3~1|+|avg_pool_3x3~0|nor_conv_1x1~1|skip_connect~2|")
    let whole = cell.network(Skeleton())
    let dropped = try #require(whole.droppingDeadNodesAtInitialization())
    #expect(dropped.parameters.count == whole.parameters.count - 3 * 2 * 3)
    expectSharedValues(dropped, whole)
  }

  @Test func prunedSupernetKeepsItsWeights() {
    var supernet = NASBench201.Supernet.full
    let before = Network(NASBench201.CellPlan(supernet), skeleton: Skeleton())
    for (edge, operation) in [(0, NASBench201.Operation.convolution3x3), (2, .skipConnect), (5, .convolution1x1)] {
      supernet = supernet.pruning(edge: edge, operation)
    }
    let after = Network(NASBench201.CellPlan(supernet), skeleton: Skeleton())
    #expect(after.parameters.count == before.parameters.count - 2 * 3 * 3)
    expectSharedValues(after, before)
  }

  private func expectSharedValues(_ part: Network, _ whole: Network) {
    let (some, all) = (values(part), values(whole))
    for (index, parameter) in part.parameters.enumerated() {
      guard let place = whole.parameters.firstIndex(where: { $0.name == parameter.name }) else {
        Issue.record("\(parameter.name) is new")
        continue
      }
      #expect(some[index] == all[place], "\(parameter.name)")
    }
  }

  private func values(_ network: Network) -> ParameterValues {
    ParameterValues(
      initializing: network, rule: .kaimingNormalFanOut, seed: 3, purpose: "parameters", architecture: 7, repeat: 1)
  }
}
