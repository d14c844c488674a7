import Metrics
import Testing

/// What of a protocol can be said otherwise.
@Suite struct ScoringProtocolTests {
  /// κ's network alone where R has crops; both networks where R has whole images.
  @Test func channelsAndCells() {
    for name in ScoringProtocol.Name.allCases {
      var scoring = ScoringProtocol(name)
      let regions = scoring.regions
      (scoring.channels, scoring.cellsPerStage) = (7, 4)
      #expect(scoring.kappa.channels == 7 && scoring.kappa.cellsPerStage == 4)
      #expect(scoring.channels == 7 && scoring.cellsPerStage == 4)
      if name == .full {
        #expect(scoring.regions.inputs == .images(channels: 7, cellsPerStage: 4))
      } else {
        #expect(scoring.regions == regions)
      }
    }
  }

  @Test func crops() {
    #expect(ScoringProtocol(.paper).regions.patchSize == 3 && ScoringProtocol(.paper).regions.inputCount == 5000)
    #expect(ScoringProtocol(.code).regions.inputCount == 3000 && ScoringProtocol(.full).regions.patchSize == nil)
  }

  @Test(arguments: [(1, 1, 1), (999, 1, 999), (1000, 1, 1000), (2000, 2, 1000), (10_000, 10, 1000)])
  func batchesOfPatches(count: Int, batches: Int, batch: Int) throws {
    let divided = try #require(Regions.batches(ofPatches: count))
    #expect(divided == (batches, batch) && divided.batches * divided.batch == count)
  }

  @Test(arguments: [-1000, 0, 1001, 2500]) func countsThatAreNoBatches(count: Int) {
    #expect(Regions.batches(ofPatches: count) == nil)
  }
}
