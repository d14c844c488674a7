import Foundation
import SearchSpaces
import TestSupport
import Testing

@Suite struct CostsTests {
  /// From the benchmark's own records: cell, data set, parameters and FLOPs in millions.
  static let records: [(index: Int, parameters: [Double], flops: [Double])] = [
    (0, [0.129306, 0.135156, 0.136456], [15.64737, 15.65322, 3.91948]),
    (11, [0.802426, 0.808276, 0.809576], [113.95137, 113.95722, 28.49548]),
    (284, [0.101306, 0.107156, 0.108456], [11.71521, 11.72106, 2.93644]),
  ]

  @Test(arguments: records) func officialRecords(index: Int, parameters: [Double], flops: [Double]) {
    let cell = NASBench201.architectures[index]
    for (position, costs) in [NASBench201.Costs.cifar10, .cifar100, .imageNet16].enumerated() {
      #expect(costs.parameters(cell) == Int((parameters[position] * 1e6).rounded()))
      #expect(costs.flops(cell) == Int((flops[position] * 1e6).rounded()))
    }
  }

  @Test func theBestCellOfCIFAR10() {
    let cell = NASBench201.architectures[13_714]
    #expect((Double(NASBench201.Costs.cifar10.parameters(cell)) / 1e3).rounded() == 1_073)
    #expect((Double(NASBench201.Costs.cifar10.flops(cell)) / 1e4).rounded() == 15_327)
  }

  @Test func flopsAreLinearInTheConvolutions() {
    for cell in NASBench201.architectures {
      let wide = cell.operations.count { $0 == .convolution3x3 }
      let narrow = cell.operations.count { $0 == .convolution1x1 }
      #expect(NASBench201.Costs.cifar10.flops(cell) == 35_389_440 * wide + 3_932_160 * narrow + 7_783_050)
    }
  }

  @Test func theThinNetworkOfTheTangentKernel() {
    // Stem 81 + 6; reductions 162 + 324 + 18 + 24 and 648 + 1,296 + 72 + 48; batch norm 24; classifier 130.
    let thin = NASBench201.Costs(channels: 3, cellsPerStage: 1)
    let empty = NASBench201.Architecture(operations: .init(repeating: .none, count: 6))
    #expect(thin.parameters(empty) == 87 + 528 + 2_064 + 24 + 130)
    let one = NASBench201.Architecture(operations: [.none, .none, .none, .convolution1x1, .none, .none])
    #expect(thin.parameters(one) - thin.parameters(empty) == 9 + 36 + 144 + 42)
  }

  @Test(.enabled(if: SharedData.isPresent(SharedData.proxies), "the proxies file is not beside the package"))
  func parametersOfAllLiveCells() throws {
    let rows = try SharedData.rows(of: SharedData.proxies)
    #expect(rows.count == 9_445)
    for row in rows {
      let published = try #require(Double(row[10]))
      let cell = try NASBench201.Architecture(parsing: row[1])
      #expect(NASBench201.Costs.cifar10.parameters(cell) == Int((published * 1e6).rounded()))
    }
  }
}
