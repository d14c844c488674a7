import Kernels
import Networks
import Testing

@Suite struct ArenaTests {
  @Test func holdsNothingAtFirst() {
    #expect(Arena().capacity == 0)
  }

  /// What one cell needed is there for the next: capacity settles after the largest.
  @Test func capacityStaysAtTheLargestComputation() throws {
    let (small, large) = try (draw(channels: 2, batch: 3), draw(channels: 8, batch: 20))
    let arena = Arena()
    _ = small.tangentKernel(.coupled, arena: arena)
    let little = arena.capacity
    #expect(little > 0)
    func compute(_ draw: Draw, in arena: Arena) {
      for coupling in BatchNormCoupling.allCases { _ = draw.tangentKernel(coupling, arena: arena) }
      _ = LinearRegions.count(
        draw.network, values: draw.values, batches: [draw.images, draw.images], batch: draw.batch, arena: arena)
    }
    compute(large, in: arena)
    let much = arena.capacity
    #expect(much > little)
    for _ in 0..<4 {
      for draw in [large, small] { compute(draw, in: arena) }
    }
    #expect(arena.capacity == much)
  }

  /// Where no address space can be reserved, an arena holds blocks, which settle as well, and numbers are the same.
  @Test func blocksDoWhereNothingIsReserved() throws {
    let draw = try draw(channels: 8, batch: 20)
    let (reserved, blocks) = (Arena(), Arena(reserving: 0))
    let first = draw.tangentKernel(.coupled, arena: blocks)
    _ = draw.tangentKernel(.coupled, arena: blocks)
    let held = blocks.capacity
    #expect(held >= 1 << 22)
    #expect(draw.tangentKernel(.coupled, arena: blocks).matrix == first.matrix)
    #expect(blocks.capacity == held)
    #expect(draw.tangentKernel(.coupled, arena: reserved).matrix == first.matrix)
    // What is reserved and too small is joined by blocks.
    let little = Arena(reserving: 1 << 20)
    for _ in 0..<2 { #expect(draw.tangentKernel(.coupled, arena: little).matrix == first.matrix) }
    #expect(little.capacity > 1 << 20)
  }

  private func draw(channels: Int, batch: Int) throws -> Draw {
    try KernelCase(KernelCase.mixed, KernelCase.skeleton(channels: channels), batch: batch).draw(
      .atInitialization, margin: 0)
  }
}

/// The same bits every time, whatever the memory held before.
@Suite struct DeterminismTests {
  @Test(arguments: [KernelCase.cells[0], KernelCase.cells[1]] + KernelCase.layers + KernelCase.batches)
  func dirtyMemoryChangesNothing(_ kernelCase: KernelCase) throws {
    let draw = try kernelCase.draw(.elsewhere, margin: 0)
    for set in InstructionSet.available {
      let arena = try Self.arenaOfNaNs()
      let capacity = arena.capacity
      for coupling in BatchNormCoupling.allCases {
        let clean = draw.tangentKernel(coupling, set: set)
        #expect(clean.matrix.allSatisfy { $0.isFinite })
        let dirty = draw.tangentKernel(coupling, set: set, arena: arena)
        let again = draw.tangentKernel(coupling, set: set, arena: arena)
        for other in [dirty, again] {
          #expect(bits(other.matrix) == bits(clean.matrix), "\(coupling) \(set)")
          #expect(bits(other.logits) == bits(clean.logits), "\(coupling) \(set)")
        }
        try Self.fillWithNaNs(arena)
      }
      let clean = regions(draw, set: set, arena: Arena())
      #expect(regions(draw, set: set, arena: arena) == clean)
      #expect(arena.capacity == capacity, "the test reached beyond the memory it had filled")
    }
  }

  @Test func aWorkersHistoryChangesNothing() throws {
    let arena = Arena()
    let draws = try (KernelCase.cells + KernelCase.layers).map { try $0.draw(.atInitialization, margin: 0) }
    let forwards = draws.map { bits($0.tangentKernel(.coupled, arena: arena).matrix) }
    let backwards = Array(draws.reversed().map { bits($0.tangentKernel(.coupled, arena: arena).matrix) }.reversed())
    #expect(forwards == backwards)
  }

  private func regions(_ draw: Draw, set: InstructionSet, arena: Arena) -> Int {
    LinearRegions.count(
      draw.network, values: draw.values, batches: [draw.images], batch: draw.batch, set: set, arena: arena)
  }

  private func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }

  /// An arena whose one block is filled with NaN from its beginning, further than the tests here reach.
  private static func arenaOfNaNs() throws -> Arena {
    let arena = Arena()
    // The first run makes the arena grow block by block and join them into a fresh one, which the second run fills.
    for _ in 0..<2 { try fillWithNaNs(arena) }
    return arena
  }

  /// Runs a chain of copies of an image that is NaN in every place.
  private static func fillWithNaNs(_ arena: Arena) throws {
    var sketch = NetworkSketch(channels: 16, rows: 64, columns: 64)
    for node in 0..<8 {
      _ = sketch.node(channels: 16, rows: 64, columns: 64)
      sketch.pass(node, to: node + 1)
    }
    let network = sketch.network()
    let values = ParameterValues(network) { [Float](repeating: .nan, count: $0.count) }
    let images = [Float](repeating: .nan, count: 16 * network.nodes[0].shape.volume)
    let kernel = TangentKernel(network, values: values, images: images, batch: 16, coupling: .frozen, arena: arena)
    try #require(kernel.matrix.allSatisfy { $0.isNaN })
  }
}
