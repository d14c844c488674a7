import SearchSpaces
import Testing

/// What a search asks of a space, answered by NAS-Bench-201.
@Suite struct PrunableSupernetTests {
  @Test func fullSupernet() {
    let full = NASBench201.Supernet.full
    #expect(NASBench201.Supernet.cellNames.count == 1 && NASBench201.Supernet.edgeGroups.isEmpty)
    #expect(NASBench201.Supernet.edgeNames == ["1<-0", "2<-0", "2<-1", "3<-0", "3<-1", "3<-2"])
    #expect(full.operationCount == 24 && full.foundCell == nil)
    for edge in 0..<6 { #expect(full.remainingOperations(cell: 0, edge: edge) == [1, 2, 3, 4]) }
    let edge = "skip_connect+nor_conv_1x1+nor_conv_3x3+avg_pool_3x3"
    #expect(full.stateCode == "1234|1234|1234|1234|1234|1234")
    #expect(full.stateText == [String](repeating: edge, count: 6).joined(separator: "|"))
  }

  @Test func pruningToACell() throws {
    var supernet = NASBench201.Supernet.full
    for edge in 0..<6 {
      for operation in 1...4 where operation != 1 + edge % 4 {
        #expect(supernet.foundCell == nil)
        supernet = supernet.pruning(cell: 0, edge: edge, operation: operation)
      }
    }
    #expect(supernet.operationCount == 6)
    let cell = "|skip_connect~0|+|nor_conv_1x1~0|nor_conv_3x3~1|+|avg_pool_3x3~0|skip_connect~1|nor_conv_1x1~2|"
    #expect(supernet.foundCell == cell)
    #expect(supernet == NASBench201.Supernet(try NASBench201.Architecture(parsing: cell)))
    #expect(supernet.stateText == "skip_connect|nor_conv_1x1|nor_conv_3x3|avg_pool_3x3|skip_connect|nor_conv_1x1")
  }

  @Test func pruningAnEdge() {
    let pruned = NASBench201.Supernet.full.pruning(cell: 0, edge: 2)
    #expect(pruned.remainingOperations(cell: 0, edge: 2).isEmpty && pruned.operationCount == 20)
    #expect(pruned.weights[2].isEmpty && pruned.stateText.contains("||"))
    #expect(pruned.stateCode == "1234|1234||1234|1234|1234")
  }
}
