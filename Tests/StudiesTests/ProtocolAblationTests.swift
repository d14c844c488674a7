import AccuracyTables
import Foundation
import Metrics
import Runs
import Scores
import SearchSpaces
import Studies
import TestSupport
import Testing

/// Which protocols an ablation compares, which runs it makes for them, and what it says of them.
@Suite struct ProtocolAblationTests {
  let place: Workplace
  let base: ProtocolSetting

  init() throws {
    place = try Workplace()
    try place.writeSmallImages()
    var scoring = ScoringProtocol(.paper)
    (scoring.kappa.batch, scoring.repeats) = (4, 2)
    (scoring.regions.batches, scoring.regions.batch) = (1, 50)
    base = ProtocolSetting(scoring, images: .hdf5(file: place.path("images.h5"), dataset: "images"))
  }

  private func plan(
    _ levels: [ProtocolLevel]..., crossed: Bool = false, sample: Int = 8, in name: String = "ablation"
  ) throws -> ProtocolAblationPlan {
    try ProtocolAblationPlan(
      base: base, protocolName: .paper, levels: levels, isCrossed: crossed, selection: .sample(sample),
      directory: place.path(name), threads: 2)
  }

  private func table() throws -> AccuracyTable {
    func accuracy(_ index: Int, _ factor: Int) -> Double { 20 + Double(index * factor % 6007) / 100 }
    let cells = 0..<NASBench201.size
    let second = cells.map { index in index % 5 == 0 ? Double.nan : accuracy(index, 104_729) }
    return try .made([ColumnName(.cifar10): cells.map { accuracy($0, 7919) }, ColumnName(.cifar100): second])
  }

  // MARK: variants and runs

  @Test func oneFactorAtATime() throws {
    let plan = try plan(
      [.repeats(1), .repeats(2), .repeats(5)], [.batch(4), .batch(8)], [.batchNorm(.coupled), .batchNorm(.frozen)])
    #expect(plan.variants.map(\.name) == ["base", "repeats=1", "repeats=5", "batch=8", "batch-norm=frozen"])
    // Repeats are the first of the run with the most; κ's factors leave R alone.
    #expect(
      plan.runs.map(\.name) == [
        "kappa-repeats-5", "regions-repeats-5", "kappa-batch-8-repeats-2", "kappa-batch-norm-frozen-repeats-2",
      ])
  }

  @Test func crossedFactors() throws {
    let plan = try plan(
      [.batch(4), .batch(8)], [.patchSize(2), .patchSize(3)], [.repeats(1), .repeats(2)], crossed: true)
    #expect(
      plan.variants.map(\.name) == [
        "base", "patch-size=2 repeats=1", "patch-size=2", "repeats=1", "batch=8 patch-size=2 repeats=1",
        "batch=8 patch-size=2", "batch=8 repeats=1", "batch=8",
      ])
    #expect(
      Set(plan.runs.map(\.name)) == [
        "kappa-repeats-2", "regions-repeats-2", "kappa-batch-8-repeats-2", "regions-patch-size-2-repeats-2",
      ])
  }

  /// A rule that is κ's in the base already is no other run of κ, but is one of R.
  @Test func initialisationsShareWhatTheyCan() throws {
    let plan = try plan([.initialization(.kaimingNormalFanOut), .initialization(.kaimingNormalFanIn)])
    #expect(plan.variants.map(\.name) == ["base", "init=kaiming-normal-fan-out", "init=kaiming-normal-fan-in"])
    #expect(
      plan.runs.map(\.name) == [
        "kappa-repeats-2", "regions-repeats-2", "regions-init-kaiming-normal-fan-out-repeats-2",
        "kappa-init-kaiming-normal-fan-in-repeats-2",
      ])
  }

  @Test func everyFactorHasLevelsThatCanBeRead() throws {
    for factor in ProtocolFactor.allCases {
      let levels = factor.defaultLevels
      #expect(levels.count >= 2 && Set(levels).count == levels.count && levels.allSatisfy { $0.factor == factor })
      for level in levels {
        let text = level.description.split(separator: "=")[1]
        #expect(try ProtocolLevel(factor, parsing: String(text)) == level)
      }
    }
    #expect(ProtocolFactor.repeats.defaultLevels == (1...10).map { .repeats($0) })
  }

  @Test(arguments: [
    ("repeats", "0", "1"), ("repeats", "many", "many"), ("batch", "1", "2"), ("batch-norm", "thawed", "frozen"),
    ("init", "zero", "xavier-uniform"), ("channels", "-3", "-3"), ("cells", "0", "0"), ("patch-size", "0", "0"),
    ("patch-count", "1500", "1000"), ("patch-count", "0", "1"), ("width", "3", "patch-size"),
  ])
  func levelsThatAreNone(factor: String, text: String, word: String) {
    expect(.usage, word) { _ = try ProtocolFactor.levels(parsing: "\(factor)=\(text)") }
  }

  @Test func factorsAsTheCommandLineNamesThem() throws {
    func levels(
      _ factors: [ProtocolFactor]?, _ texts: [String] = [], base: ProtocolSetting? = nil
    ) throws -> [[ProtocolLevel]] {
      try ProtocolFactor.levels(of: factors, texts.map(ProtocolFactor.levels), base: base ?? self.base)
    }
    #expect(try levels(nil).map { $0[0].factor } == ProtocolFactor.allCases)
    #expect(try levels(nil, ["batch=4,6"]) == [[.batch(4), .batch(6)]])
    #expect(try levels([.cells, .batch], ["batch=6"]) == [[.batch(6)], ProtocolFactor.cells.defaultLevels])
    let full = ProtocolSetting(ScoringProtocol(.full), images: base.images)
    #expect(try levels(nil, base: full).map { $0[0].factor } == ProtocolFactor.allCases.dropLast(2))
    expect(.usage, "batch", "--vary") { _ = try levels([.cells], ["batch=6"]) }
    expect(.usage, "FACTOR=LEVEL", "batch") { _ = try levels(nil, ["batch"]) }
    expect(.usage, "''", "repeats") { _ = try levels(nil, ["=3"]) }
  }

  @Test func factorsThatTheBaseDoesNotHave() throws {
    let full = ProtocolSetting(ScoringProtocol(.full), images: base.images)
    expect(.usage, "patch-size", "full") {
      _ = try ProtocolAblationPlan(
        base: full, protocolName: .full, levels: [[.patchSize(5)]], selection: .sample(2), directory: place.path("a"))
    }
  }

  @Test func imagesThatDoNotSuit() throws {
    #expect(throws: MetricError.self) { _ = try plan([.batch(25)]) }
    #expect(throws: MetricError.self) { _ = try plan([.patchSize(9)]) }
    #expect(throws: SearchSpaceError.self) { _ = try plan([.batch(5)], sample: 15_626) }
    let twin = place.path("twin/images.h5")
    try FileManager.default.createDirectory(atPath: place.path("twin"), withIntermediateDirectories: false)
    try FileManager.default.copyItem(atPath: place.path("images.h5"), toPath: twin)
    expect(.usage, "images.h5", "twin") { _ = try plan([.inputs(.hdf5(file: twin, dataset: "images"))]) }
    #expect(!place.contains("ablation"))
  }

  // MARK: execution

  @Test func runsAreOrdinaryRunsAndAreNotMadeTwice() throws {
    let plan = try plan([.repeats(3)], [.batch(6)])
    try plan.execute()
    let file = place.path("ablation/runs/kappa-batch-6-repeats-2/scores.csv")
    let before = try String(contentsOfFile: file, encoding: .utf8)
    // The same rows as a run with these settings has.
    let settings = place.settings(.sample(8), seed: 0, metrics: ["kappa", "parameters", "flops"]) { scoring in
      scoring = base.scoring
      scoring.kappa.batch = 6
    }
    #expect(try place.scores(settings, in: "alone") == before)
    #expect(try plan.steps() == ["3 protocols from 3 runs over 8 cells, 3 of them there"])
    try plan.execute(isCancelled: { true })
  }

  /// Fewer repeats than a finished run has are taken from it, also by a later plan.
  @Test func moreRepeatsServe() throws {
    try plan([.repeats(4)]).execute()
    let later = try plan([.batch(6)])
    #expect(later.runs[0].name == "kappa-repeats-2")
    #expect(later.directory(of: later.runs[0]).hasSuffix("kappa-repeats-4"))
    try later.execute()
    #expect(!place.contains("ablation/runs/kappa-repeats-2") && place.contains("ablation/runs/kappa-batch-6-repeats-2"))
    #expect(try ProtocolAblation(later, table: table(), options: .init(resamples: 10)).rows.count == 2 * 5)
  }

  @Test func interruptedRunsResume() throws {
    let plan = try plan([.batch(6)], [.patchSize(2)])
    let error = #expect(throws: StudyError.self) { try interrupt(plan, after: 20) }
    #expect(error?.kind == .interrupted)
    #expect(throws: (any Error).self) { try ProtocolAblation(plan, table: table(), options: .init(resamples: 10)) }
    let steps = try plan.steps()
    #expect(steps[0] == "3 protocols from 4 runs over 8 cells, 1 of them there" && steps[1].hasSuffix("there"))
    #expect(steps.last?.hasPrefix("about ") == true)
    try plan.execute()
    let whole = try self.plan([.batch(6)], [.patchSize(2)], in: "whole")
    try whole.execute()
    for run in plan.runs {
      #expect(
        try place.text("ablation/runs/\(run.name)/scores.csv") == place.text("whole/runs/\(run.name)/scores.csv"))
    }
  }

  private func interrupt(_ plan: ProtocolAblationPlan, after count: Int) throws {
    let asked = Counter()
    try plan.execute(isCancelled: { asked.next() >= count })
  }

  @Test func anotherBaseIsRefused() throws {
    try plan([.batch(6)]).execute()
    var other = base
    other.scoring.kappa.channels = 2
    let plan = try ProtocolAblationPlan(
      base: other, protocolName: .paper, levels: [[.batch(6)]], selection: .sample(8), directory: place.path("ablation")
    )
    expect(.usage, "kappa-repeats-2", "--channels is 3 there and 2 here") { try plan.execute() }
  }

  // MARK: numbers

  /// τ and intervals are those of `correlate` on runs with both metrics; differences are differences of those τ.
  @Test func agreesWithCorrelate() throws {
    let plan = try plan([.repeats(1)], [.batch(6)], [.patchSize(2)], sample: 40)
    try plan.execute()
    let ablation = try ProtocolAblation(plan, table: table(), options: .init(resamples: 50, threads: 2))
    for variant in plan.variants {
      let settings = place.settings(.sample(40), seed: 0) { $0 = variant.setting.scoring }
      try place.scores(settings, in: variant.name)
      let study = try CorrelationStudy(
        ScoreFile(path: place.path(variant.name)), name: "", table: table(),
        options: AgreementOptions(resamples: 50))
      for row in ablation.rows where row.variant == variant {
        let expected = try #require(study.rows.first { $0.dataset == row.dataset && $0.metric == row.metric })
        #expect(row.kendall == expected.kendall)
        #expect(row.count == expected.count)
        let first = try #require(ablation.rows.first { $0.dataset == row.dataset && $0.metric == row.metric })
        if first.variant == variant {
          #expect(row.difference == nil)
        } else {
          #expect(row.difference?.value == zip(row.kendall.value, first.kendall.value).map { $0 - $1 })
        }
      }
    }
    // Two data sets of base 3, repeats 3, batch 2 (R is the base's), patch size 2 (κ is the base's).
    #expect(ablation.rows.count == 2 * (3 + 3 + 2 + 2))
    #expect(ablation.notes.contains { $0.contains("no cifar100 accuracy") })
  }

  @Test func costsAreThoseOfTheRuns() throws {
    let plan = try plan([.repeats(1), .repeats(6)], sample: 5)
    try plan.execute()
    let ablation = try ProtocolAblation(plan, table: table(), options: .init(datasets: [.cifar10], resamples: 10))
    let times = try plan.runs.map {
      try #require(
        RunManifest(directory: plan.directory(of: $0)).record.processorTime?[
          $0.name.hasPrefix("kappa") ? "kappa" : "regions"])
    }
    #expect(times.allSatisfy { $0.rows == 30 })
    for row in ablation.rows {
      let each =
        switch row.metric {
        case "kappa": try #require(times[0].millisecondsPerRow)
        case "regions": try #require(times[1].millisecondsPerRow)
        default: try #require(times[0].millisecondsPerRow) + (try #require(times[1].millisecondsPerRow))
        }
      let cost = try #require(row.milliseconds)
      #expect(abs(cost - each * Double(row.variant.setting.scoring.repeats)) < 1e-9 * cost)
    }
  }

  /// By definition: on the front exactly if no other row is at least as good in both and better in one, nor an earlier one the
  /// same in both.
  @Test func frontIsNotDominated() throws {
    let plan = try plan(
      [.repeats(1), .repeats(6)], [.batch(8), .batch(12)], [.patchSize(2), .patchSize(5)], sample: 30)
    try plan.execute()
    let ablation = try ProtocolAblation(plan, table: table(), options: .init(resamples: 10))
    for group in Dictionary(grouping: ablation.rows, by: { "\($0.dataset) \($0.metric)" }).values {
      func point(_ row: ProtocolAblation.Row) throws -> (cost: Double, tau: Double) {
        (try #require(row.cost), try #require(row.kendall.value) * (row.metric == "regions" ? 1 : -1))
      }
      for (place, row) in group.enumerated() {
        let own = try point(row)
        let isDominated = try group.enumerated().contains { other in
          let theirs = try point(other.element)
          return theirs.cost <= own.cost && theirs.tau >= own.tau && (theirs != own || other.offset < place)
        }
        #expect(row.isOnFront != isDominated, "\(row.metric), \(row.variant.name)")
      }
      #expect(group.contains { $0.isOnFront })
      for row in group {
        let steps = try log(#require(row.cost)) / log(1.1)
        #expect(abs(steps - steps.rounded()) < 1e-9)
        #expect(try abs(log(#require(row.cost) / #require(row.milliseconds))) <= log(1.1) / 2 + 1e-9)
      }
    }
  }

  @Test func tableAndFigure() throws {
    let plan = try plan([.repeats(1)], [.batch(6)])
    try plan.execute()
    let ablation = try ProtocolAblation(plan, table: table(), options: .init(resamples: 10))
    let lines = ablation.text().split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("base ") } == 2 && lines.count { $0.hasPrefix("batch=6 ") } == 2)
    #expect(lines[0].hasPrefix("cifar10, 8 cells"))
    try ablation.figure().write(to: place.path("ablation"))
    let csv = try place.text("ablation/protocol.csv").split(separator: "\n")
    #expect(csv[0].hasPrefix("panel,dataset,metric,protocol,n,kendall_tau,kendall_low,kendall_high,less_base,"))
    #expect(csv.count == 1 + ablation.rows.count && csv[1].contains("kappa,base,8,"))
    #expect(csv[1].hasSuffix(",2,hdf5:images.h5#images,4,coupled,kaiming-normal-fan-out,3,1,,,"))
    #expect(try place.text("ablation/protocol.vl.json").contains("rank(κ) + rank(R), cifar100"))
  }
}

/// Counts calls from any thread.
private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0

  func next() -> Int {
    lock.withLock {
      defer { count += 1 }
      return count
    }
  }
}

/// Both values, if there are both.
private func zip(_ a: Double?, _ b: Double?) -> (Double, Double)? { a.flatMap { a in b.map { (a, $0) } } }
