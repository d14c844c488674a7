import AccuracyTables
import Files
import Foundation
import Scores
import SearchSpaces
import Statistics
import Studies
import TestSupport
import Testing

/// κ and R combined by weights and other rules.
@Suite struct WeightStudyTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  /// A run whose cells are 0, 1, … in the order of the given (κ, R), one repeat each.
  private func scores(_ rows: [(kappa: String, regions: String)]) throws -> ScoreFile {
    let lines = rows.enumerated().map { "\($0),\(NASBench201.architectures[$0]),0,\($1.kappa),\($1.regions),1,1\n" }
    try place.write("index,architecture,repeat,kappa,regions,parameters,flops\n" + lines.joined(), to: "s.csv")
    return try ScoreFile(path: place.path("s.csv"))
  }

  private func study(
    _ file: ScoreFile, _ table: AccuracyTable, steps: Int = 20, _ options: AgreementOptions = .init(resamples: 10)
  ) throws -> WeightStudy { try WeightStudy(file, name: "s.csv", table: table, steps: steps, options: options) }

  private func example(steps: Int = 20, _ options: AgreementOptions) throws -> WeightStudy {
    try study(SciPyExample.scores(), SciPyExample.load().table(), steps: steps, options)
  }

  // MARK: numbers

  private struct Expected: Decodable {
    let degenerate, dataset, rule: String
    let n: Int
    let tau, rho: Double
  }

  @Test(arguments: DegeneratePolicy.allCases) func agreesWithSciPy(policy: DegeneratePolicy) throws {
    let text = try Data(contentsOf: SciPyExample.folder.appending(path: "weights.json"))
    let expected = try JSONDecoder().decode([Expected].self, from: text).filter { $0.degenerate == policy.rawValue }
    let study = try example(steps: 4, .init(degenerate: policy, resamples: 2))
    #expect(expected.count == 2 * study.rules.count)
    for expected in expected {
      let rows = study.rows.filter { row in
        let name = row.rule.weight.map { $0.value == $0.value.rounded() ? "\(Int($0.value))" : "\($0.value)" }
        return row.dataset.rawValue == expected.dataset && (name ?? row.rule.name) == expected.rule
      }
      let tau = try #require(rows.first { $0.statistic == .kendall })
      let rho = try #require(rows.first { $0.statistic == .spearman }?.estimate.value)
      #expect(tau.count == expected.n)
      #expect(try abs(#require(tau.estimate.value) - expected.tau) < 1e-12, "\(expected.dataset) \(expected.rule)")
      #expect(abs(rho - expected.rho) < 1e-12, "\(expected.dataset) \(expected.rule)")
    }
  }

  /// A rule as its definition says it, on plain numbers.
  private static func plain(_ rule: CombinationRule, _ kappa: [Double], _ regions: [Double]) throws -> [Double] {
    let n = Double(kappa.count)
    let (p, q) = (try ranks(of: kappa), try ranks(of: regions.map(-)))
    let finite = kappa.indices.filter { kappa[$0].isFinite }
    func z(_ values: [Double]) -> [Double] {
      let mean = finite.map { values[$0] }.reduce(0, +) / Double(finite.count)
      let deviation = (finite.map { pow(values[$0] - mean, 2) }.reduce(0, +) / Double(finite.count)).squareRoot()
      return values.map { ($0 - mean) / deviation }
    }
    let (zKappa, zRegions) = (z(kappa.map { log($0) }), z(regions))
    return kappa.indices.map { cell in
      switch rule {
      case .weighted(let w): -(Double(w.numerator) * p[cell] + Double(w.denominator - w.numerator) * q[cell])
      case .minimum: -min(p[cell], q[cell])
      case .maximum: -max(p[cell], q[cell])
      case .product: -p[cell] * q[cell]
      case .logarithms: (n + 1 - p[cell]) * (n + 1 - q[cell])
      case .standardized: kappa[cell].isFinite ? zRegions[cell] - zKappa[cell] : -.infinity
      case .rawSum: regions[cell] - kappa[cell]
      }
    }
  }

  private static func plain(_ scores: [Double], _ truth: [Double]) throws -> [Double?] {
    let gains = truth.map(NormalizedDiscountedGain.gain(accuracy:))
    return [
      try kendallTauB(scores, truth).value, try spearmanRho(scores, truth).value,
      try normalizedDiscountedGain(scores, gains: gains, first: 1000), try topOverlap(scores, truth, first: 8),
      try regret(scores, truth, first: 1), try regret(scores, truth, first: 10),
    ]
  }

  /// Statistics, intervals and leads are those of the definitions on the rows drawn, ranked among themselves.
  @Test func agreesWithPlainNumbers() throws {
    let study = try example(steps: 3, .init(datasets: [.cifar10], resamples: 25, seed: 4))
    let cells = try CellScores(SciPyExample.scores(), name: "s.csv")
    let accuracy = try SciPyExample.load().table().values(ColumnName(.cifar10))
    let (kappa, regions, truth) = (cells.columns[0], cells.columns[1], cells.indices.map { accuracy[$0] })
    let rules = study.rules
    #expect(kappa.contains(.infinity) && study.rows.count == 6 * rules.count)
    let samples = try BootstrapSamples(count: 80, resamples: 25, seed: 4, threads: 2) { resample in
      let rows = resample.indices
      return try rules.flatMap { rule in
        let scores = try Self.plain(rule, rows.map { kappa[$0] }, rows.map { regions[$0] })
        return try Self.plain(scores, rows.map { truth[$0] })
      }
    }
    let equal = try #require(rules.firstIndex(of: .weighted(.equal)))
    for (column, row) in study.rows.enumerated() {
      let kind = column % 6
      let values = try Self.plain(Self.plain(row.rule, kappa, regions), truth)
      let reference = try Self.plain(Self.plain(.weighted(.equal), kappa, regions), truth)
      let lead = samples.difference(column, 6 * equal + kind)
      for (here, there) in [
        (row.estimate.value, values[kind]), (row.estimate.interval.low, samples.interval(column).low),
        (row.estimate.interval.high, samples.interval(column).high), (row.lead.value, values[kind]! - reference[kind]!),
        (row.lead.interval.low, lead.low), (row.lead.interval.high, lead.high),
      ] {
        #expect(try abs(#require(here) - #require(there)) < 1e-12, "\(row.rule) \(row.statistic)")
      }
    }
  }

  /// w = 1/2 is the combined rank of `correlate` turned around, w = 1 its κ, w = 0 its R.
  @Test func theNamedWeightsAreThoseOfCorrelate() throws {
    let weights = try example(.init(resamples: 40))
    let correlation = try CorrelationStudy(
      SciPyExample.scores(), name: "s.csv", table: SciPyExample.load().table(), options: .init(resamples: 40))
    for (weight, metric, sign) in [
      (RankWeight.equal, "combined", -1.0), (RankWeight(1, of: 1), "kappa", -1), (RankWeight(0, of: 1), "regions", 1),
    ] {
      for dataset in [BenchmarkDataset.cifar10, .cifar100] {
        let row = try #require(
          weights.rows.first { $0.dataset == dataset && $0.rule == .weighted(weight) && $0.statistic == .kendall })
        let other = try #require(correlation.rows.first { $0.dataset == dataset && $0.metric == metric })
        #expect(try abs(#require(row.estimate.value) - sign * #require(other.kendall.value)) < 1e-15)
        let ends = [try #require(row.estimate.interval.low), try #require(row.estimate.interval.high)]
        let others = [try #require(other.kendall.interval.low), try #require(other.kendall.interval.high)]
        for (a, b) in zip(ends, sign < 0 ? others.reversed().map(-) : others) { #expect(abs(a - b) < 1e-12) }
      }
    }
    for row in weights.rows where row.rule == .weighted(.equal) {
      #expect(row.lead.value == 0 && row.lead.interval.bounds == 0...0)
    }
  }

  @Test func rulesFollowTheirDefinitions() throws {
    // Places by κ 1, 2, 3, 4; by R 4, 1, 3, 2.
    let file = try scores([("1", "10"), ("20", "40"), ("30", "20"), ("inf", "30")])
    func order(_ rule: CombinationRule, _ accuracy: [Double]) throws -> Double? {
      let table = try AccuracyTable.made { accuracy[$0 % 4] }
      return try study(file, table).rows.first { $0.rule == rule && $0.statistic == .kendall }?.estimate.value
    }
    #expect(try order(.minimum, [3.5, 3.5, 1, 2]) == 1)
    #expect(try order(.maximum, [1.5, 4, 3, 1.5]) == 1)
    #expect(try order(.product, [3, 4, 1, 2]) == 1)  // 4, 2, 9, 8
    #expect(try order(.logarithms, [3, 4, 3, 1]) == 1)  // 4·1, 3·4, 2·2, 1·3
    #expect(try order(.rawSum, [3, 4, 2, 1]) == 1)  // 9, 20, −10, −∞
    #expect(try order(.standardized, [3, 4, 2, 1]) == 1)
  }

  // MARK: the best weight

  /// Accuracy rises with 0.7 of one rank and 0.3 of the other, so that w = 0.7 is the best and equal weights are worse.
  @Test func findsAPlantedWeight() throws {
    let n = 500
    let kappa = (0..<n).map { Double($0 * 211 % n) + 1 }
    let regions = (0..<n).map { Double($0 * 157 % n) }
    let table = try AccuracyTable.made { cell in
      cell < n ? 50 - 0.05 * (0.7 * kappa[cell] - 0.3 * regions[cell]) : 1
    }
    let file = try scores(zip(kappa, regions).map { ("\($0)", "\($1)") })
    let study = try study(file, table, steps: 10, .init(resamples: 200, seed: 9, threads: 2))
    let choice = try #require(study.choices.first)
    #expect(study.choices.count == 1 && choice.weight == RankWeight(7, of: 10))
    #expect(choice.chosenOn == 250 && choice.reportedOn == 250)
    #expect(choice.chosenTau > 0.9 && choice.tau > 0.9 && choice.advantage.value == choice.tau - choice.equalTau)
    let interval = try #require(choice.advantage.interval.bounds)
    #expect(interval.contains(try #require(choice.advantage.value)) && interval.lowerBound > 0.05)
    let taus = study.rows.filter { $0.statistic == .kendall && $0.rule.weight != nil }
    #expect(taus.max { $0.estimate.value! < $1.estimate.value! }?.rule == .weighted(RankWeight(7, of: 10)))
    #expect(try #require(taus.first { $0.rule.weight?.value == 0.7 }?.estimate.value) > 0.9999)
  }

  /// Where both metrics say the same, all weights tie, and equal weights are taken.
  @Test func equalWeightsWinTies() throws {
    let file = try scores((0..<20).map { ("\(100 - $0)", "\($0)") })
    let choice = try #require(study(file, .made { Double($0 % 50) }, steps: 3, .init(resamples: 5)).choices.first)
    #expect(
      choice.weight == .equal && choice.tau == 1 && choice.advantage.value == 0
        && choice.advantage.interval.bounds == 0...0)
  }

  @Test func theSeedDrawsTheHalves() throws {
    let choices = try (0..<6).map { try #require(example(.init(resamples: 2, seed: $0)).choices.first).chosenTau }
    #expect(Set(choices).count > 1)
  }

  @Test func grids() {
    #expect(RankWeight.grid(steps: 20).count == 21 && RankWeight.grid(steps: 20).contains(.equal))
    #expect(RankWeight.grid(steps: 1).map(\.value) == [0, 0.5, 1])
    let thirds: [RankWeight] = [.init(0, of: 1), .init(1, of: 3), .equal, .init(2, of: 3), .init(1, of: 1)]
    #expect(RankWeight.grid(steps: 3) == thirds)
    #expect(RankWeight(10, of: 20) == .equal && RankWeight(0, of: 7) == RankWeight(0, of: 1))
  }

  // MARK: results

  @Test func resultsDependOnTheSeedAlone() throws {
    let studies = try [(1, UInt64(0)), (2, 0), (3, 0), (1, 5)].map { threads, seed in
      let study = try example(.init(resamples: 30, seed: seed, threads: threads))
      return study.files.map(\.text) + [study.text()]
    }
    #expect(studies[0] == studies[1] && studies[0] == studies[2] && studies[0] != studies[3])
  }

  /// A data set is measured as it is alone, whether others know the same cells or not.
  @Test func dataSetsDoNotMeetEachOther() throws {
    let both = try example(steps: 4, .init(resamples: 10))
    for dataset in [BenchmarkDataset.cifar10, .cifar100] {
      let alone = try example(steps: 4, .init(datasets: [dataset], resamples: 10))
      #expect(
        alone.rows.map(\.estimate.interval) == both.rows.filter { $0.dataset == dataset }.map(\.estimate.interval))
    }
    let table = try AccuracyTable.made(
      Dictionary(
        uniqueKeysWithValues: [BenchmarkDataset.cifar10, .cifar100].enumerated().map { place, dataset in
          (ColumnName(dataset), (0..<NASBench201.size).map { Double($0 * (31 + place) % 97) })
        }))
    let file = try scores((0..<40).map { ("\($0 * 7 % 41 + 1)", "\($0 * 11 % 43)") })
    let shared = try study(file, table)
    let alone = try study(file, table, .init(datasets: [.cifar100], resamples: 10))
    #expect(
      alone.rows.map(\.estimate.interval) == shared.rows.filter { $0.dataset == .cifar100 }.map(\.estimate.interval))
    #expect(alone.rows.map(\.estimate.value) == shared.rows.filter { $0.dataset == .cifar100 }.map(\.estimate.value))
  }

  @Test func writesFilesAndFigures() throws {
    let study = try example(steps: 4, .init(resamples: 10))
    try study.write(to: place.path("out/here"))
    let rows = try place.text("out/here/weights.csv").split(separator: "\n")
    #expect(
      rows[0]
        == "dataset,population,rule,weight,statistic,parameter,n,value,low,high,lead,lead_low,lead_high,undefined_resamples"
    )
    #expect(rows.count == 133)
    #expect(rows.contains { $0.hasPrefix("cifar10,all,weighted,0.25,kendall_tau,,80,0.") })
    #expect(rows.contains { $0.hasPrefix("cifar100,all,log-ranks,,precision,8,77,0.") })
    let best = try place.text("out/here/best-weights.csv").split(separator: "\n")
    #expect(best.count == 3 && best[2].hasPrefix("cifar100,all,"))
    for name in ["by-weight.csv", "by-weight.vl.json", "by-rule.csv", "by-rule.vl.json"] {
      #expect(place.contains("out/here/\(name)"), "\(name)")
    }
    #expect(try place.text("out/here/by-weight.csv").split(separator: "\n").count == 11)
    let taus = try place.text("out/here/by-rule.csv").split(separator: "\n").dropFirst().map {
      $0.split(separator: ",")
    }
    let names = taus.map { $0[1] }.reduce(into: [Substring]()) { if !$0.contains($1) { $0.append($1) } }
    let means = try names.map { name in
      let values = try taus.filter { $0[1] == name }.map { try #require(Double($0[2])) }
      return values.reduce(0, +) / Double(values.count)
    }
    #expect(taus.count == 18 && names.count == 9 && means == means.sorted(by: >))
    for word in ["w = 0.50 rank sum", "kappa alone", "z-scores", "less that of w = 0.5", "best w", "higher better"] {
      #expect(study.text().contains(word), "\(word)")
    }
    expect(.inputOutput, "weights.csv/x") { try study.write(to: place.path("out/here/weights.csv/x")) }
  }

  // MARK: what is left out, and what is refused

  @Test func leftOutCellsAreNoted() throws {
    let notes = try example(steps: 4, .init(resamples: 10)).notes
    #expect(notes.contains { $0.contains("kappa is infinite") && $0.hasSuffix("ranked last") })
    #expect(notes.contains { $0.contains("3 of 80 cells have no cifar100 accuracy") })
    #expect(try example(.init(degenerate: .drop, resamples: 2)).notes.contains { $0.hasSuffix("left out") })
    let few = try study(scores([("1", "3"), ("2", "1"), ("3", "2")]), .made { Double($0 % 50) })
    #expect(few.choices.isEmpty && few.notes.contains { $0.contains("no best weight") } && few.rows.count == 162)
  }

  @Test func scoresThatCannotBeUsed() throws {
    let table = try AccuracyTable.made { Double($0 % 50) }
    expect(.badData, "s.csv", "kappa and regions are needed") { _ = try study(scores([("1", ""), ("2", "")]), table) }
    expect(.badData, "cell 1", "kappa is -3", "positive") { _ = try study(scores([("1", "1"), ("-3", "2")]), table) }
    expect(.badData, "cell 0", "regions is inf", "finite") { _ = try study(scores([("1", "inf"), ("3", "2")]), table) }
    expect(.badData, "known for 1", "needs 2") { _ = try study(scores([("1", "1")]), table) }
    expect(.badData, "known for 0") { _ = try study(scores([]), table) }
    expect(.badData, "all 2 cells") {
      _ = try study(scores([("1", "1"), ("2", "1")]), .made { $0 < 2 ? 90 : Double($0 % 50) })
    }
    #expect(throws: FileError.self) {
      try study(scores([("1", "1"), ("2", "2")]), table, .init(datasets: [.cifar100]))
    }
  }
}
