import Kernels
import Networks
import Randomness
import SearchSpaces
import Testing

/// The packed count against the definition, the number of different patterns.
@Suite struct LinearRegionsTests {
  @Test(arguments: thinCells) func thinNetworks(_ kernelCase: KernelCase) throws {
    for parameters in KernelCase.Parameters.allCases { try compare(kernelCase, parameters) }
  }

  @Test(arguments: manyUnits) func patternsOfManyWords(_ kernelCase: KernelCase) throws {
    try compare(kernelCase, .elsewhere)
  }

  @Test(arguments: [1, 16, 17, 1000]) func batchSizes(_ batch: Int) throws {
    try compare(Self.thin(KernelCase.mixed, batch: batch), .atInitialization)
  }

  private func compare(_ kernelCase: KernelCase, _ parameters: KernelCase.Parameters) throws {
    let draw = try kernelCase.draw(parameters)
    let expected = Set(draw.reference.activationPatterns).count
    for set in InstructionSet.available {
      #expect(count(draw, [draw.images], set: set) == expected, "\(parameters) \(set)")
    }
  }

  /// A pattern counts once over all batches, but every batch has batch statistics of its own.
  @Test func severalBatches() throws {
    let thin = Self.thin(KernelCase.mixed, batch: 100)
    let draw = try thin.draw(.atInitialization)
    let others = try (0..<2).map { number in
      try KernelCase(name: "batch \(number)", network: thin.network, batch: 100).draw(.atInitialization).images
    }
    let batches = [draw.images] + others
    let patterns = batches.map { images in
      Draw(network: draw.network, values: draw.values, images: images, batch: 100).reference.activationPatterns
    }
    for set in InstructionSet.available {
      #expect(count(draw, batches, set: set) == Set(patterns.flatMap(\.self)).count)
      #expect(count(draw, [draw.images, draw.images], set: set) == Set(patterns[0]).count)
    }
    let joined = Draw(network: draw.network, values: draw.values, images: batches.flatMap(\.self), batch: 300)
    #expect(joined.reference.activationPatterns != patterns.flatMap(\.self))
  }

  /// R_N drops nothing: a dead convolution still has a ReLU.
  @Test func deadOperationsCount() throws {
    // Node 1 leads nowhere and the output is zero: only the dead convolution tells the inputs apart.
    let dead = Self.thin(KernelCase.cell("|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|none~2|"), batch: 200)
    let draw = try dead.draw(.atInitialization)
    #expect(count(draw, [draw.images]) > 100)
    #expect(count(draw, [draw.images]) == Set(draw.reference.activationPatterns).count)

    let empty = Self.thin(KernelCase.cell("|none~0|+|none~0|none~1|+|none~0|none~1|none~2|"), batch: 200)
    let constant = try empty.draw(.elsewhere)
    #expect(count(constant, [constant.images]) == 1)
  }

  @Test func droppingDeadOperationsChangesTheCount() throws {
    // 2<-1 is dead; its ReLU reads node 1, which no other ReLU does.
    let cell = KernelCase.cell("|avg_pool_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|skip_connect~1|none~2|")
    let draw = try Self.thin(cell, batch: 200).draw(.elsewhere)
    let dropped = try #require(draw.network.droppingDeadNodesAtInitialization())
    let values = ParameterValues(dropped) { kept in
      Array(draw.values[draw.network.parameters.firstIndex { $0.name == kept.name }!])
    }
    let live = Draw(network: dropped, values: values, images: draw.images, batch: 200)
    #expect(count(draw, [draw.images]) == Set(draw.reference.activationPatterns).count)
    #expect(count(live, [live.images]) == Set(live.reference.activationPatterns).count)
    #expect(count(draw, [draw.images]) > count(live, [live.images]))
  }

  @Test func noBatchHasNoRegions() throws {
    let draw = try Self.thin(KernelCase.mixed, batch: 2).draw(.atInitialization)
    #expect(count(draw, []) == 0)
  }

  private func count(_ draw: Draw, _ batches: [[Float]], set: InstructionSet = .best) -> Int {
    LinearRegions.count(
      draw.network, values: draw.values, batches: batches, batch: draw.batch, set: set, arena: Arena())
  }

  private static func thin(_ cell: NASBench201.Architecture, batch: Int) -> KernelCase {
    KernelCase(name: "thin \(cell)", network: cell.network(.thinRegions(patch: 3)), batch: batch)
  }

  static let thinCells: [KernelCase] = {
    var stream = RandomStream(seed: 2, purpose: "cells")
    let random = (0..<10).map { _ in NASBench201.Architecture(code: stream.integer(below: NASBench201.size)) }
    let supernets = [NASBench201.Supernet.full, KernelCase.prunedSupernet].enumerated().map { number, supernet in
      KernelCase(
        name: "thin supernet \(number)",
        network: Network(NASBench201.CellPlan(supernet), skeleton: .thinRegions(patch: 3)), batch: 150)
    }
    return (KernelCase.remarkableCells + random).map { thin($0, batch: 150) } + supernets
  }()

  static let manyUnits =
    [2, 4].map { KernelCase(KernelCase.mixed, KernelCase.skeleton(channels: $0), batch: 20) }
    + KernelCase.layers + (0..<20).map { KernelCase(name: "graph \($0)", network: NetworkSketch.random($0), batch: 24) }
}
