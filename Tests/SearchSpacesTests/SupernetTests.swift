import SearchSpaces
import Testing

@Suite struct SupernetTests {
  @Test func theSearchBeginsWithQuarters() {
    for edge in NASBench201.Supernet.full.weights {
      #expect(edge.map(\.operation) == [.skipConnect, .convolution1x1, .convolution3x3, .averagePool3x3])
      #expect(edge.allSatisfy { $0.weight == 0.25 })
    }
    #expect(NASBench201.Supernet.full.architecture == nil)
  }

  @Test func pruningSharesTheWeightAmongTheRest() {
    let pruned = NASBench201.Supernet.full.pruning(edge: 2, .convolution3x3)
    #expect(pruned.remainingOperations(edge: 2) == [.skipConnect, .convolution1x1, .averagePool3x3])
    #expect(pruned.weights[2].allSatisfy { $0.weight == 1 / 3.0 })
    #expect(pruned.weights[1].count == 4)
    #expect(NASBench201.Supernet.full.alphas[2][3] == 0 && pruned.alphas[2][3] == -1000)
  }

  @Test func aCellAsASupernet() {
    for cell in NASBench201.architectures {
      let supernet = NASBench201.Supernet(cell)
      #expect(supernet.architecture == cell)
      #expect(supernet.weights.map { $0.map(\.operation) } == cell.operations.map { [$0] })
      #expect(supernet.weights.allSatisfy { $0[0].weight == 1 })
    }
  }

  @Test func pruningToTheEndLeavesACell() {
    var supernet = NASBench201.Supernet.full
    for edge in NASBench201.Edge.all.indices {
      for operation in [NASBench201.Operation.convolution1x1, .convolution3x3, .averagePool3x3] {
        supernet = supernet.pruning(edge: edge, operation)
      }
    }
    #expect(supernet.architecture?.numberOfSkipConnections == 6)
    let emptied = supernet.pruning(edge: 4, .skipConnect)
    #expect(emptied.weights[4].isEmpty && emptied.architecture == nil)
  }

  @Test func smallWeightsAreDroppedAndNotRenormalised() {
    var alphas = NASBench201.Supernet.full.alphas
    alphas[0] = [0, 0, 0, 0, -5]
    alphas[1] = [1, 2, 3, 4, 5]
    let supernet = NASBench201.Supernet(alphas: alphas)
    #expect(supernet.weights[0].count == 4)
    #expect(abs(supernet.weights[0][0].weight - 0.249_579_6) < 1e-6)
    // softmax(1...5) = .01166, .03169, .08614, .23412, .63641
    #expect(supernet.weights[1].map(\.operation) == NASBench201.Operation.allCases)
    #expect(abs(supernet.weights[1][4].weight - 0.636_408_6) < 1e-6)
  }
}
