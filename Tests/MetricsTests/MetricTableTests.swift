import Metrics
import SearchSpaces
import Testing

@Suite struct MetricTableTests {
  @Test func namesAreColumns() {
    let names = MetricTable.entries.map(\.description.name)
    #expect(Array(names.prefix(4)) == ["kappa", "regions", "parameters", "flops"])
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(
        name.wholeMatch(of: /[a-z][a-z0-9_-]*/) != nil
          && !["index", "architecture", "repeat", "combined"].contains(name))
      #expect(MetricTable.entry(named: name)?.description.name == name)
    }
    #expect(MetricTable.entry(named: "charm") == nil)
  }

  @Test func entriesTakeTheirSettingsFromTheProtocol() throws {
    var scoring = ScoringProtocol(.paper)
    scoring.kappa.batch = 9
    scoring.regions.batches = 2
    #expect(MetricTable.entry(named: "kappa")?.make(scoring) as? Kappa == scoring.kappa)
    #expect(MetricTable.entry(named: "regions")?.make(scoring) as? Regions == scoring.regions)
  }

  @Test func protocols() {
    let (paper, code, full) = (ScoringProtocol(.paper), ScoringProtocol(.code), ScoringProtocol(.full))
    #expect([paper.repeats, code.repeats, full.repeats] == [3, 3, 1])
    #expect([paper, code, full].map(\.kappa.batch) == [32, 72, 64])
    #expect([paper, code, full].map(\.kappa.channels) == [3, 3, 16])
    #expect([paper, code, full].map(\.kappa.cellsPerStage) == [1, 1, 5])
    #expect([paper, code, full].map(\.regions.batches) == [5, 3, 1])
    #expect([paper, code, full].map(\.regions.batch) == [1000, 1000, 64])
    #expect([paper, code].allSatisfy { $0.regions.inputs == .crops(size: 3) })
    #expect(full.regions.inputs == .images(channels: 16, cellsPerStage: 5))
    for scoring in [paper, code, full] {
      #expect(scoring.kappa.initialization == .kaimingNormalFanOut && scoring.kappa.batchNorm == .coupled)
      #expect(scoring.regions.initialization == .kaimingNormalFanIn)
    }
  }

  /// Cell 13714 on CIFAR-10, as the benchmark prints it: 1.073 M parameters, 153.27 M FLOPs.
  @Test func countsAreTheBenchmarks() throws {
    let pool = try SmallImages.pool()
    let parameters = try ParameterCount().score(13714, images: pool)
    #expect((parameters / 1e3).rounded() == 1073)
    let flops = try MultiplyAdds().score(13714, images: pool)
    #expect((flops / 1e4).rounded() == 15327)
    #expect(try ParameterCount().score(13714, repeat: 2, seed: 9, images: pool) == parameters)
  }
}
