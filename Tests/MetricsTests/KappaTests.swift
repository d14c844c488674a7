import Images
import Kernels
import Metrics
import Networks
import Randomness
import SearchSpaces
import Testing

@Suite struct KappaTests {
  let pool: ImagePool

  init() throws { pool = try SmallImages.pool() }

  /// The definition, step by step: the streams' weights and images through the plain float64 network with nothing dropped.
  private func definition(_ kappa: Kappa, _ index: Int, repeat: Int) throws -> Double {
    let skeleton = Skeleton(
      channels: kappa.channels, cellsPerStage: kappa.cellsPerStage,
      image: FeatureShape(channels: 3, rows: pool.height, columns: pool.width))
    let network = try NASBench201.architecture(at: index).network(skeleton)
    let values = ParameterValues(
      initializing: network, rule: kappa.initialization, seed: 1, purpose: "kappa-parameters",
      architecture: UInt64(index), repeat: `repeat`)
    var stream = RandomStream(seed: 1, purpose: "kappa-batch", architecture: UInt64(index), repeat: `repeat`)
    let images = try pool.batch(kappa.batch, stream: &stream).values
    let reference = ReferenceNetwork(network, values: values, images: images, batch: kappa.batch)
    let kernel = TangentKernel(
      batch: kappa.batch, matrix: reference.tangentKernel(kappa.batchNorm), logits: reference.logits)
    return try #require(kernel.conditionNumber)
  }

  /// A wider, deeper network, and weights of every rule.
  @Test(arguments: Initialization.allCases) func agreesWithTheDefinition(rule: Initialization) throws {
    let kappa = Kappa(channels: 2, cellsPerStage: 2, batch: 5, initialization: rule)
    let cell = Cells.connected[0]
    let (fast, expected) = (try kappa.score(cell, images: pool), try definition(kappa, cell, repeat: 0))
    #expect(abs(fast - expected) <= 1e-3 * expected, "\(rule): \(fast), not \(expected)")
  }

  @Test(arguments: Cells.connected, [BatchNormCoupling.coupled, .frozen])
  func agreesWithTheDefinition(cell: Int, coupling: BatchNormCoupling) throws {
    let kappa = Kappa(batch: 6, batchNorm: coupling)
    for number in 0..<2 {
      let (fast, expected) = (
        try kappa.score(cell, repeat: number, images: pool), try definition(kappa, cell, repeat: number)
      )
      #expect(abs(fast - expected) <= 1e-3 * expected, "cell \(cell), repeat \(number): \(fast), not \(expected)")
    }
  }

  @Test func otherShapesAgreeWithTheDefinition() throws {
    let kappa = Kappa(channels: 4, cellsPerStage: 2, batch: 5, initialization: .kaimingNormalFanIn)
    let (fast, expected) = (
      try kappa.score(Cells.connected[0], images: pool), try definition(kappa, Cells.connected[0], repeat: 0)
    )
    #expect(abs(fast - expected) <= 1e-3 * expected)
  }

  @Test func isInfiniteExactlyWithoutPath() throws {
    #expect(Cells.withoutPath.count == 341)
    let (kappa, arena) = (Kappa(batch: 4), Arena())
    for cell in Cells.withoutPath {
      #expect(try kappa.score(cell, images: pool, arena: arena) == .infinity)
      #expect(try Kappa(batch: 4, batchNorm: .frozen).score(cell, images: pool, arena: arena) == .infinity)
    }
    for cell in Cells.connected { #expect(try kappa.score(cell, images: pool, arena: arena) < .infinity) }
  }

  @Test func isAtLeastOne() throws {
    for cell in stride(from: 0, to: NASBench201.size, by: 400) {
      let value = try Kappa(batch: 5).score(cell, images: pool)
      #expect(value >= 1)
    }
  }

  @Test func dependsOnSeedRepeatAndKeyAlone() throws {
    let (kappa, cell, arena) = (Kappa(batch: 6), Cells.connected[0], Arena())
    let first = try kappa.score(cell, images: pool)
    for other in Cells.connected { _ = try kappa.score(other, images: pool, arena: arena) }
    #expect(try kappa.score(cell, images: pool, arena: arena) == first)
    let others = [
      try kappa.score(cell, repeat: 1, images: pool), try kappa.score(cell, seed: 2, images: pool),
      try kappa.score(cell, key: cell + 1, images: pool),
    ]
    #expect(Set(others + [first]).count == 4)
  }

  @Test(arguments: InstructionSet.available) func everyInstructionSetAgrees(set: InstructionSet) throws {
    let kappa = Kappa(batch: 6)
    for cell in Cells.connected {
      let (value, best) = (try kappa.score(cell, images: pool, set: set), try kappa.score(cell, images: pool))
      #expect(abs(value - best) <= 1e-3 * best)
    }
  }

  @Test func refusesImagesItCannotUse() throws {
    try Kappa(batch: 24).check(pool)
    let few = #expect(throws: MetricError.self) { try Kappa(batch: 25).check(pool) }
    #expect(few?.description == "kappa: a batch of 25 distinct images cannot be drawn from 24")
    let uneven = try SmallImages.pool(extent: 10)
    let error = #expect(throws: MetricError.self) { try Kappa(batch: 4).check(uneven) }
    #expect(error?.description.contains("10x10") == true && error?.description.contains("multiples of 4") == true)
  }
}
