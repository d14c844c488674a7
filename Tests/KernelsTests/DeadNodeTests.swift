import Kernels
import Networks
import Randomness
import SearchSpaces
import Testing

/// What κ_N may leave out: dropping dead nodes changes no entry of the kernel at initialisation.
@Suite struct DeadNodeTests {
  @Test(arguments: deadCells) func kernelIsUnchanged(_ cell: NASBench201.Architecture) throws {
    let whole = cell.network(KernelCase.skeleton(channels: 2))
    let dropped = try #require(whole.droppingDeadNodesAtInitialization())
    #expect(dropped.parameters.count < whole.parameters.count)
    try expectEqualKernels(whole, dropped)
  }

  /// Every connected cell of the remarkable ones, and random ones with dead operations of all kinds.
  static let deadCells: [NASBench201.Architecture] = {
    let cells = NASBench201.architectures.filter { cell in
      cell.hasPath && cell.deadEdges.contains { cell[$0].isConvolution }
    }
    var stream = RandomStream(seed: 3, purpose: "cells")
    return stream.distinctIntegers(40, below: cells.count).map { cells[$0] }
  }()

  @Test func emptyEdgesOfASupernet() throws {
    // Nothing reaches node 1, and nothing leaves node 2.
    var supernet = NASBench201.Supernet.full
    for edge in [0, 5] {
      for operation in NASBench201.Operation.allCases { supernet = supernet.pruning(edge: edge, operation) }
    }
    let whole = Network(NASBench201.CellPlan(supernet), skeleton: KernelCase.skeleton(channels: 2))
    let dropped = try #require(whole.droppingDeadNodesAtInitialization())
    #expect(dropped.nodes.count < whole.nodes.count)
    try expectEqualKernels(whole, dropped)
  }

  /// Away from initialisation an unreachable batch norm yields its shift, and the classifier sees it.
  @Test func kernelChangesElsewhere() throws {
    let cell = KernelCase.cell("|none~0|+|skip_connect~0|nor_conv_1x1~1|+|none~0|nor_conv_1x1~1|nor_conv_3x3~2|")
    let whole = try KernelCase(cell, KernelCase.skeleton(), batch: 4).draw(.elsewhere)
    let dropped = try #require(whole.network.droppingDeadNodesAtInitialization())
    let values = ParameterValues(dropped) { kept in
      Array(whole.values[whole.network.parameters.firstIndex { $0.name == kept.name }!])
    }
    let rest = Draw(network: dropped, values: values, images: whole.images, batch: 4)
    #expect(relativeDeviation(rest.reference.tangentKernel(.coupled), whole.reference.tangentKernel(.coupled)) > 1e-3)
  }

  private func expectEqualKernels(_ whole: Network, _ dropped: Network) throws {
    var stream = RandomStream(seed: 4, purpose: "images")
    let images = (0..<4 * whole.nodes[0].shape.volume).map { _ in Float(stream.normal()) }
    let (before, after) = (draw(whole, images), draw(dropped, images))
    #expect(relativeDeviation(after.reference.logits, before.reference.logits) <= 1e-13)
    for coupling in BatchNormCoupling.allCases {
      let exact = before.reference.tangentKernel(coupling)
      #expect(relativeDeviation(after.reference.tangentKernel(coupling), exact) <= 1e-13)
      for set in InstructionSet.available {
        let deviation = relativeDeviation(
          after.tangentKernel(coupling, set: set).matrix, before.tangentKernel(coupling, set: set).matrix)
        #expect(deviation <= 1e-6, "\(coupling) \(set)")
      }
    }
  }

  private func draw(_ network: Network, _ images: [Float]) -> Draw {
    let values = ParameterValues(
      initializing: network, rule: .kaimingNormalFanOut, seed: 5, purpose: "parameters", architecture: 0, repeat: 0)
    return Draw(network: network, values: values, images: images, batch: 4)
  }
}
