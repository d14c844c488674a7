import Metrics
import Networks
import SearchSpaces
import Testing

/// A cell that has only what every cell must have.
private struct GraphOnly: Cell {
  let cell: NASBench201.Architecture
  func network(_ skeleton: Skeleton) -> Network { cell.network(skeleton) }
}

/// Metrics that count something of the cell.
@Suite struct BaselineTests {
  /// |conv3x3~0|+|none~0|skip~1|+|skip~0|conv1x1~1|pool~2|: the longest path is 0 → 1 → 2 → 3.
  private static let cell = try! NASBench201.Architecture(
    parsing: "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|skip_connect~0|nor_conv_1x1~1|avg_pool_3x3~2|")

  @Test func countsOfOneCell() throws {
    let (pool, index) = (try SmallImages.pool(), NASBench201.index(of: Self.cell))
    #expect(try TrainableLayers().score(index, images: pool) == 2)
    #expect(try Depth().score(index, images: pool) == 3)
    #expect(try SkipConnections().score(index, images: pool) == 2)
    #expect(try Depth().score(index, repeat: 3, seed: 8, images: pool) == 3)
  }

  @Test func cellsWithoutOperationsOrPaths() throws {
    let empty = try NASBench201.Architecture(parsing: "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|")
    #expect([empty.trainableLayers, empty.depth, empty.skipConnections] == [0, 0, 0])
    let dead = try NASBench201.Architecture(
      parsing: "|nor_conv_3x3~0|+|skip_connect~0|nor_conv_1x1~1|+|none~0|none~1|none~2|")
    #expect([dead.trainableLayers, dead.depth, dead.skipConnections] == [2, 0, 1])
  }

  /// What a search space gets without formulas of its own is what NAS-Bench-201's formulas say.
  @Test func graphsAndFormulasAgree() {
    for index in stride(from: 0, to: NASBench201.size, by: 7) {
      let cell = NASBench201.architectures[index]
      let graph = GraphOnly(cell: cell)
      #expect(graph.trainableLayers == cell.trainableLayers)
      #expect(graph.depth == cell.depth)
      #expect(graph.skipConnections == cell.skipConnections)
    }
  }

  @Test func supernetsAreCountedOnTheirGraph() {
    // Four operations on each of six edges: skip, two convolutions, pooling.
    #expect(NASBench201.Supernet.full.trainableLayers == 12)
    #expect(NASBench201.Supernet.full.skipConnections == 6)
    #expect(NASBench201.Supernet.full.depth == 3)
  }

  @Test func everyMetricIsDescribed() {
    #expect(MetricTable.entries.map(\.description.name).suffix(3) == ["layers", "depth", "skips"])
    for entry in MetricTable.entries {
      let texts = [entry.description.definition, entry.description.cost, entry.description.source]
      #expect(texts.allSatisfy { !$0.isEmpty && !$0.contains("\n") })
    }
  }
}
