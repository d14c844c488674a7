import Images
import Kernels
import Metrics
import Networks
import SearchSpaces
import Testing

/// The metrics of the literature on a network small enough for tests.
enum Literature {
  static func setup(_ input: Setup.Input = .images, classes: Int = 10) -> Setup {
    Setup(
      channels: 2, cellsPerStage: 1, classes: classes, batch: 6, initialization: .kaimingNormalFanIn, input: input)
  }

  /// All of them, those of noise on noise.
  static let all: [any Metric] = metrics + [NTKTrace(kappa), NTKError(kappa)]

  static let metrics: [any LiteratureMetric] = [
    GradNorm(setup()), GradNormAll(setup(.noise)), Snip(setup()), Plain(setup()), Grasp(setup()), Fisher(setup()),
    L2Norm(setup()), SynFlow(setup()), SynFlowBatchNorm(setup()), LogSynFlow(setup()), Jacov(setup()), EPENAS(setup()),
    NASWOT(setup()), SWAP(setup()), ZenScore(setup(.noise)), ZiCo(setup()), Expressivity(setup(.noise)),
    Progressivity(setup(.noise)), Trainability(setup(.noise)), VKDNWDimension(setup(.noise)),
    VKDNWEntropy(setup(.noise)), MeCoLayers(setup(.noise)), APD(setup(.noise)), InTrain(setup(.noise)),
  ]

  private static let kappa = Kappa(batch: 6)

  static func name(_ metric: any Metric) -> String { type(of: metric).description.name }
}

@Suite struct LiteratureTests {
  let pool: ImagePool

  init() throws { pool = try SmallImages.pool() }

  private func laboratory(
    _ cell: Int, kernels: Laboratory.KernelKind = .fast(.best), repeat: Int = 0, arena: Arena = Arena()
  ) throws -> Laboratory {
    let evaluation = Evaluation(
      cell: try NASBench201.architecture(at: cell), key: UInt64(cell), repeat: `repeat`, seed: 1, images: pool)
    return Laboratory(evaluation, kernels: kernels, arena: arena)
  }

  private func scores(_ metrics: [any Metric], _ laboratory: Laboratory) throws -> [String: UInt64] {
    try Dictionary(
      uniqueKeysWithValues: zip(metrics, laboratory.score(metrics)).map {
        (Literature.name($0), try $1.score.get().bitPattern)
      })
  }

  /// The table has all of them.
  @Test func allAreInTheTable() {
    let names = Literature.all.map(Literature.name)
    #expect(Set(names).count == 26)
    for name in names { #expect(MetricTable.entry(named: name)?.description.name == name) }
  }

  @Test func connectedCellsGetNumbers() throws {
    for cell in Cells.connected {
      for (metric, measurement) in zip(Literature.all, try laboratory(cell).score(Literature.all)) {
        let score = try measurement.score.get()
        #expect(score.isFinite, "\(Literature.name(metric)), cell \(cell): \(score)")
      }
    }
  }

  @Test func dartsCellsGetNumbers() throws {
    let genotype = DARTS.sample(count: 1, seed: 3)[0]
    let evaluation = Evaluation(cell: genotype, key: 7, repeat: 0, seed: 1, images: pool)
    let metrics = Literature.metrics.map { metric in
      var metric = metric
      metric.setup.channels = 4
      return metric
    }
    for kernels in [Laboratory.KernelKind.fast(.best), .reference] {
      for (metric, measurement) in zip(metrics, Laboratory(evaluation, kernels: kernels).score(metrics)) {
        let score = try measurement.score.get()
        #expect(score.isFinite, "\(Literature.name(metric)): \(score)")
      }
    }
  }

  /// A cell without a path ranks last, dead operations or not, with either kind of kernels.
  @Test func cellsWithoutPathRankLast() throws {
    for cell in [Cells.withoutPath[0], Cells.withoutPath[170], Cells.withoutPath[340]] {
      for kernels in [Laboratory.KernelKind.fast(.best), .reference] {
        let measurements = try laboratory(cell, kernels: kernels).score(Literature.all)
        for (metric, measurement) in zip(Literature.all, measurements) {
          let worst = type(of: metric).description.direction.worst
          #expect(try measurement.score.get() == worst, "\(Literature.name(metric)), cell \(cell)")
        }
      }
    }
  }

  /// Both kinds of kernels, on material drawn from streams. The patterns may differ by a bit or two; `synflow_bn` is left out, of
  /// which rounding decides on images so small.
  @Test func fastAndPlainKernelsAgree() throws {
    let loose: Set = ["swap", "nwot", "grasp", "zico", "epe_nas", "ntk_mse"]
    for cell in Cells.connected.prefix(3) {
      let fast = try laboratory(cell).score(Literature.all)
      let plain = try laboratory(cell, kernels: .reference).score(Literature.all)
      for (metric, pair) in zip(Literature.all, zip(fast, plain)) where !(metric is SynFlowBatchNorm) {
        let (found, expected) = (try pair.0.score.get(), try pair.1.score.get())
        let limit = loose.contains(Literature.name(metric)) ? 1e-2 : 1e-3
        #expect(
          abs(found - expected) <= limit * abs(expected),
          "\(Literature.name(metric)), cell \(cell): \(found), not \(expected)")
      }
    }
  }

  /// Whatever else is asked for, in whatever order, in whatever memory: the same bits.
  @Test func sharingChangesNoBit() throws {
    let (cell, arena) = (Cells.connected[0], Arena())
    let everything: [any Metric] = Literature.all + [Kappa(batch: 6), Regions(batches: 2, batch: 50), Depth()]
    let together = try scores(everything, laboratory(cell))
    #expect(try scores(everything.reversed(), laboratory(cell, arena: arena)) == together)
    for metric in everything {
      let alone = try scores([metric], laboratory(cell, arena: arena))
      #expect(alone[Literature.name(metric)] == together[Literature.name(metric)], "\(Literature.name(metric))")
    }
    for step in 2...5 {
      let some = stride(from: step - 2, to: everything.count, by: step).map { everything[$0] }
      for (name, bits) in try scores(some, laboratory(cell, arena: arena)) {
        #expect(together[name] == bits, "\(name)")
      }
    }
  }

  /// Metrics of equal names with other settings do not get in each other's way.
  @Test func settingsAreKeptApart() throws {
    var wide = Literature.setup()
    wide.channels = 3
    let (narrowScore, wideScore) = (
      try laboratory(9000).score(Snip(Literature.setup())), try laboratory(9000).score(Snip(wide))
    )
    #expect(narrowScore != wideScore)
    let both = try laboratory(9000).score([Snip(Literature.setup()), Snip(wide)]).map { try $0.score.get() }
    #expect(both == [narrowScore, wideScore])
  }

  @Test func repeatsDiffer() throws {
    for metric in Literature.all where Literature.name(metric) != "vkdnw_dim" {
      let scores = try (0..<2).map { try laboratory(Cells.connected[0], repeat: $0).score(metric) }
      #expect(scores[0] != scores[1], "\(Literature.name(metric))")
    }
  }

  /// `synflow` is the logarithm of what would overflow a float32, exactly as deep as the network.
  @Test func synapticFlowOfDeepNetworks() throws {
    var deep = Literature.setup()
    (deep.channels, deep.cellsPerStage) = (4, 30)
    let fast = try laboratory(Cells.connected[0]).score(SynFlow(deep))
    let plain = try laboratory(Cells.connected[0], kernels: .reference).score(SynFlow(deep))
    #expect(fast > 89, "log of the largest float32")
    #expect(abs(fast - plain) <= 1e-6 * plain)
  }

  /// More than 100 classes: differences between the classes that have two samples.
  @Test func epeNasOfManyClasses() throws {
    let few = try laboratory(Cells.connected[0]).score(EPENAS(Literature.setup(classes: 100)))
    let many = try laboratory(Cells.connected[0]).score(EPENAS(Literature.setup(classes: 101)))
    #expect(few > 0 && many >= 0 && few != many)
  }

  @Test func oneMetricsErrorLeavesTheOthers() throws {
    var large = Literature.setup()
    large.batch = 25
    let measurements = try laboratory(Cells.connected[0]).score([Snip(Literature.setup()), Snip(large), Depth()])
    #expect(throws: ImageError.self) { try measurements[1].score.get() }
    #expect(try measurements[0].score.get().isFinite && measurements[2].score.get() == 3)
    #expect(measurements.allSatisfy { $0.seconds >= 0 } && measurements[0].seconds > 0)
  }

  @Test func imagesAreChecked() throws {
    for metric in Literature.all { try metric.check(pool) }
    var large = Literature.setup()
    large.batch = 25
    let few = #expect(throws: MetricError.self) { try Jacov(large).check(pool) }
    #expect(few?.description == "jacov: a batch of 25 distinct images cannot be drawn from 24")
    large.input = .noise
    try Expressivity(large).check(pool)
    let uneven = #expect(throws: MetricError.self) { try Expressivity(large).check(SmallImages.pool(extent: 6)) }
    #expect(uneven?.description.contains("multiples of 4") == true)
  }
}
