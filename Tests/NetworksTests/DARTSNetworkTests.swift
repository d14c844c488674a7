import Networks
import SearchSpaces
import Testing

/// The networks of DARTS cells: parameters, names and shapes.
@Suite struct DARTSNetworkTests {
  /// Counted by formula, and on the graph of the real network.
  @Test func costsAreThoseOfTheGraph() {
    for genotype in DARTS.sample(count: 3, seed: 11) {
      let network = genotype.network(.realDARTS)
      let finalNorm = network.parameters.filter { $0.name.hasPrefix("lastact.") }.reduce(0) { $0 + $1.count }
      #expect(network.parameterCount - finalNorm == genotype.parameterCount)
      #expect(network.multiplyAdds == genotype.multiplyAdds)
    }
  }

  @Test func graphsAreInTopologicalOrder() {
    for network in [
      DARTS.Supernet.full.network(Skeleton(channels: 2)), DARTS.sample(count: 1, seed: 2)[0].network(.realDARTS),
    ] {
      for (node, connections) in network.nodes.map(\.connections).enumerated() {
        #expect(connections.allSatisfy { $0.source < node })
      }
    }
  }

  /// Names and shapes of the authors' modules, edge 0<-0 of the full thin supernet.
  @Test func parametersOfTheThinSupernet() {
    let skeleton = Skeleton(channels: 1, depth: 2)
    let network = DARTS.Supernet.full.network(skeleton)
    let names = Dictionary(uniqueKeysWithValues: network.parameters.map { ($0.name, $0.shape) })
    #expect(names["stem.0.weight"] == [1, 3, 3, 3])
    #expect(names["cells.0.edges.0<-0._ops.3.op_a.op.1.weight"] == [1, 1, 5, 5])
    #expect(names["cells.1.preprocess1.op.1.weight"] == [2, 4, 1, 1])
    #expect(names["cells.1.edges.0<-0._ops.1.convs.1.weight"] == [1, 2, 1, 1])
    #expect(names["cells.1.edges.0<-0._ops.1.bn.weight"] == [2])
    #expect(names["cells.1.edges.1<-2._ops.1.bn.weight"] == nil, "a skip between inner nodes is the identity")
    #expect(names["classifier.weight"] == [10, 8])
    #expect(network.nodes.last?.shape == FeatureShape(channels: 8, rows: 16, columns: 16))
  }

  /// The stemless network of R_N reads the crop itself; odd extents are halved upwards.
  @Test func thinRegionsNetwork() {
    let network = DARTS.Supernet.full.network(.thinRegions(patch: 3, depth: 2))
    #expect(network.parameters.allSatisfy { !$0.name.hasPrefix("stem.") })
    #expect(network.nodes.last?.shape == FeatureShape(channels: 8, rows: 2, columns: 2))
  }

  @Test func prunedEdgesAreZero() {
    var supernet = DARTS.Supernet.full
    for edge in 0..<2 {
      for operation in DARTS.Operation.allCases { supernet = supernet.pruning(.normal, edge: edge, operation) }
    }
    let network = supernet.network(Skeleton(channels: 1, depth: 1))
    #expect(network.parameters.allSatisfy { !$0.name.contains("edges.0<-") })
    #expect(network.nodes.contains { $0.connections.isEmpty && $0.shape.channels == 1 && $0.shape.rows == 32 })
    #expect(network.hasPath)
  }
}
