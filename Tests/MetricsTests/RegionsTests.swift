import Images
import Kernels
import Metrics
import Networks
import Randomness
import SearchSpaces
import Testing

@Suite struct RegionsTests {
  let pool: ImagePool

  init() throws { pool = try SmallImages.pool() }

  /// The definition, step by step: the streams' weights and crops through the plain float64 network, patterns in a set.
  private func definition(_ regions: Regions, _ index: Int, repeat: Int) throws -> Int {
    let size = try #require(regions.patchSize)
    let network = try NASBench201.architecture(at: index).network(.thinRegions(patch: size))
    let values = ParameterValues(
      initializing: network, rule: regions.initialization, seed: 1, purpose: "regions-parameters",
      architecture: UInt64(index), repeat: `repeat`)
    var stream = RandomStream(seed: 1, purpose: "regions-inputs", architecture: UInt64(index), repeat: `repeat`)
    var patterns: Set<[Bool]> = []
    for _ in 0..<regions.batches {
      let crops = pool.crops(regions.batch, size: size, stream: &stream).values
      patterns.formUnion(
        ReferenceNetwork(network, values: values, images: crops, batch: regions.batch).activationPatterns)
    }
    return patterns.count
  }

  /// A float32 ReLU input next to zero can flip a bit, and so add or merge a pattern; more than one of them is a fault.
  @Test(arguments: Cells.connected + Cells.withoutPath.prefix(3)) func agreesWithTheDefinition(cell: Int) throws {
    let regions = Regions(batches: 3, batch: 200)
    for number in 0..<2 {
      let (fast, expected) = (
        try regions.score(cell, repeat: number, images: pool), try definition(regions, cell, repeat: number)
      )
      #expect(abs(fast - Double(expected)) <= 1, "cell \(cell), repeat \(number): \(fast), not \(expected)")
    }
  }

  @Test(arguments: [1, 2, 5]) func cropsOfAnySize(size: Int) throws {
    let regions = Regions(inputs: .crops(size: size), batches: 2, batch: 100, initialization: .xavierNormal)
    let (fast, expected) = (
      try regions.score(Cells.connected[1], images: pool), try definition(regions, Cells.connected[1], repeat: 0)
    )
    #expect(abs(fast - Double(expected)) <= 1, "\(fast), not \(expected)")
  }

  @Test func isBetweenOneAndTheNumberOfInputs() throws {
    let (regions, arena) = (Regions(batches: 2, batch: 50), Arena())
    for cell in stride(from: 0, to: NASBench201.size, by: 100) {
      let count = try regions.score(cell, images: pool, arena: arena)
      #expect((1...100).contains(count) && count == count.rounded())
    }
  }

  @Test func aCellWithoutOperationsHasOneRegion() throws {
    let empty = NASBench201.index(of: NASBench201.Architecture(operations: Array(repeating: .none, count: 6)))
    #expect(try Regions(batches: 5).score(empty, images: pool) == 1)
  }

  @Test func dependsOnSeedRepeatAndKeyAlone() throws {
    let (regions, cell, arena) = (Regions(batches: 3), Cells.connected[0], Arena())
    let first = try regions.score(cell, images: pool)
    for other in Cells.connected { _ = try regions.score(other, images: pool, arena: arena) }
    #expect(try regions.score(cell, images: pool, arena: arena) == first)
    let others = [
      try regions.score(cell, repeat: 1, images: pool), try regions.score(cell, seed: 2, images: pool),
      try regions.score(cell, key: cell + 1, images: pool),
    ]
    #expect(Set(others + [first]).count > 1)
  }

  /// Under `full` the batch is the ceiling, and connected cells reach it.
  @Test func wholeNetworkSaturates() throws {
    let regions = Regions(inputs: .images(channels: 16, cellsPerStage: 5), batches: 1, batch: 8)
    #expect(try regions.score(Cells.connected[0], images: pool) == 8)
  }

  @Test func refusesImagesItCannotUse() throws {
    try Regions(batches: 5).check(pool)
    let small = try SmallImages.pool(extent: 2)
    let error = #expect(throws: MetricError.self) { try Regions(batches: 5).check(small) }
    #expect(error?.description == "regions: crops of 3x3 do not fit images of 2x2")
    #expect(throws: MetricError.self) { try ScoringProtocol(.full).regions.check(pool) }
  }
}
