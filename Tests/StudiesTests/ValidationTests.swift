import AccuracyTables
import Metrics
import Scores
import SearchSpaces
import Statistics
import Studies
import TestSupport
import Testing

/// What a study makes of them.
@Suite struct ValidationTests {
  /// 200 cells, a good metric that points down, a worse one that points up; the second has gaps.
  private static let cells = Array(stride(from: 0, to: 15_600, by: 78))
  private static let accuracy: [Double] = (0..<NASBench201.size).map { 40 + Double($0 * 7919 % 5003) / 100 }
  private static func column(_ score: (Int) -> Double) -> [Double] {
    var values = [Double](repeating: .nan, count: NASBench201.size)
    for cell in cells { values[cell] = score(cell) }
    return values
  }
  private static let good = column { -accuracy[$0] + Double($0 % 5) }
  private static let fair = column { $0 % 39 == 0 && $0 % 4 == 0 ? .nan : accuracy[$0] + Double($0 * 31 % 40) }
  private static let scores = ScoreTable(columns: [
    ScoreColumn(name: "good", values: good), ScoreColumn(name: "fair", direction: .higherIsBetter, values: fair),
  ])

  private func study(
    metrics: [String]? = nil, directions: [String: MetricDescription.Direction] = [:],
    _ options: AgreementOptions = .init(resamples: 20)
  ) throws -> ValidationStudy {
    try ValidationStudy(
      Self.scores, table: .made { Self.accuracy[$0] }, metrics: metrics, directions: directions, options: options)
  }

  private func value(_ study: ValidationStudy, _ metric: String, _ statistic: RankStatistic) throws -> Double {
    try #require(
      study.rows.first { $0.slice == .all && $0.metric == metric && $0.statistic == statistic }?.estimate.value)
  }

  @Test func statisticsAreThoseOfTheCommonCells() throws {
    let study = try study()
    let cells = Self.cells.filter { !Self.fair[$0].isNaN }
    #expect(cells.count < 200 && study.missing.count == NASBench201.size - cells.count)
    let (x, y) = (cells.map { -Self.good[$0] }, cells.map { Self.accuracy[$0] })
    #expect(try value(study, "good", .kendall) == kendallTauB(x, y).value)
    #expect(try value(study, "good", .spearman) == spearmanRho(x, y).value)
    #expect(try value(study, "good", .weighted) == weightedTau(x, y).value)
    #expect(try value(study, "good", .precision) == topOverlap(x, y, first: (cells.count + 9) / 10))
    #expect(try value(study, "good", .regret1) == regret(x, y, first: 1))
    #expect(try value(study, "good", .regret10) == regret(x, y, first: 10))
    let gains = y.map(NormalizedDiscountedGain.gain(accuracy:))
    #expect(try value(study, "good", .gain) == normalizedDiscountedGain(x, gains: gains, first: cells.count))
    let costs = cells.map { NASBench201.architectures[$0] }
    let covariates = [
      costs.map { Double(NASBench201.Costs.cifar10.parameters($0)) },
      costs.map { Double(NASBench201.Costs.cifar10.flops($0)) },
    ]
    #expect(try value(study, "good", .partial) == partialRankCorrelation(x, y, given: covariates).value)
    let row = try #require(study.rows.first)
    #expect(row.count == cells.count && row.metric == "good" && row.estimate.interval.definedResamples == 20)
    #expect(try #require(row.estimate.interval.bounds).contains(value(study, "good", .kendall)))
  }

  @Test func directions() throws {
    let detected = try study()
    #expect(detected.directions == ["good": .lowerIsBetter, "fair": .higherIsBetter])
    #expect(
      detected.notes.contains { $0.contains("detected") && $0.contains("negative: lower") && $0.contains("good") })
    #expect(!detected.notes.contains { $0.contains("detected") && $0.contains("fair") })
    let given = try study(directions: ["good": .higherIsBetter, "fair": .lowerIsBetter], .init(resamples: 2))
    #expect(!given.notes.contains { $0.contains("detected") })
    #expect(try abs(value(given, "good", .kendall) + value(detected, "good", .kendall)) < 1e-15)
    #expect(try value(given, "fair", .kendall) < 0)
    let noise = ScoreTable(columns: [ScoreColumn(name: "noise", values: Self.column { Double($0 * 7717 % 1009) })])
    let guessed = try ValidationStudy(noise, table: .made { Self.accuracy[$0] }, options: .init(resamples: 50))
    #expect(guessed.notes.contains { $0.contains("noise") && $0.contains("guess") })
    expect(.usage, "charm", "fair, good") { _ = try study(directions: ["charm": .higherIsBetter]) }
    expect(.usage, "charm", "fair, good") { _ = try study(metrics: ["charm"]) }
  }

  @Test func slices() throws {
    let study = try study()
    let cells = Self.cells.filter { !Self.fair[$0].isNaN }
    func count(_ slice: CellSlice) -> Int { study.rows.first { $0.slice == slice }?.count ?? 0 }
    #expect(count(.all) == cells.count)
    #expect(count(.top(percent: 10)) >= (cells.count + 9) / 10 && count(.top(percent: 50)) >= (cells.count + 1) / 2)
    for population in [NASBench201.Population.live, .unique] {
      let members = Set(NASBench201.population(population))
      #expect(count(.population(population)) == cells.count(where: members.contains))
    }
    #expect(try self.study(.init(population: .live, resamples: 1)).rows.allSatisfy { $0.slice != .population(.live) })
    for convolutions in 0...6 {
      let expected = cells.count { NASBench201.architectures[$0].numberOfTrainableLayers == convolutions }
      #expect(count(.convolutions(convolutions)) == (expected < 2 ? 0 : expected))
      if expected < 2 { #expect(study.sliceNotes.contains { $0.contains("\(convolutions) convolution") }) }
    }
    // Within a number of convolutions, that number is no metric.
    let layers = ScoreTable(columns: [
      ScoreColumn(name: "layers", values: NASBench201.architectures.map { Double($0.numberOfTrainableLayers) })
    ])
    let constant = try ValidationStudy(layers, table: .made { Self.accuracy[$0] }, options: .init(resamples: 2))
    let row = constant.rows.first { $0.slice == .convolutions(3) && $0.statistic == .kendall }
    #expect(row?.estimate.value == nil && row?.estimate.interval.undefinedResamples == 2)
    #expect(constant.pairs.isEmpty && constant.additions.isEmpty)
    #expect(constant.files[0].text.contains(",all,3 convolutions,layers,") && constant.text().contains("n.d."))
  }

  @Test func metricsTogether() throws {
    let study = try study()
    let pair = try #require(study.pairs.first)
    #expect(study.pairs.count == 1 && pair.first == "good" && pair.second == "fair")
    #expect(
      try abs(#require(pair.difference.value) - (value(study, "good", .kendall) - value(study, "fair", .kendall)))
        < 1e-15)
    #expect(study.additions.map(\.metric) == ["good", "fair"])
    let addition = study.additions[0]
    #expect(addition.without == (try value(study, "fair", .kendall)) && addition.all == pair.sum)
    #expect(try abs(#require(addition.gain.value) - (#require(addition.all) - #require(addition.without))) < 1e-15)
  }

  /// TE-NAS's rank sum is the scores that its two metrics' places make, and the best stands first, with nothing to be behind of.
  @Test func standings() throws {
    let regions = Self.column { Self.accuracy[$0] + Double($0 * 31 % 40) }
    let scores = ScoreTable(columns: [
      ScoreColumn(name: "kappa", direction: .lowerIsBetter, values: Self.good),
      ScoreColumn(name: "regions", direction: .higherIsBetter, values: regions),
    ])
    let study = try ValidationStudy(scores, table: .made { Self.accuracy[$0] }, options: .init(resamples: 20))
    let sum = try combinedRank(
      kappa: Self.cells.map { Self.good[$0] }, regions: Self.cells.map { regions[$0] })
    let tau = try #require(kendallTauB(sum, Self.cells.map { Self.accuracy[$0] }).value)
    let rival = try #require(study.standings.first { $0.name == "te-nas" })
    #expect(rival.isRival && rival.kendall.value == -tau && rival.count == 200)
    #expect(Set(study.standings.map(\.name)) == ["te-nas", "kappa", "regions", "parameters", "flops"])
    #expect(study.standings[0].lead == nil && study.standings[0].name == "kappa")
    for standing in study.standings.dropFirst() {
      let lead = try #require(standing.lead?.value)
      #expect(try abs(lead - (#require(standing.kendall.value) - #require(study.standings[0].kendall.value))) < 1e-15)
    }
    // What is added to compare with changes nothing of what was asked for.
    #expect(Set(study.rows.map(\.metric)) == ["kappa", "regions"] && study.additions.count == 2)
  }

  @Test func whatIsSaidOfSeveralDataSetsIsSaidOnce() {
    let notes = ["cifar10: 3 are left", "a note", "cifar100: 3 are left", "cifar10, kappa: 1", "cifar100: 4 are left"]
    #expect(
      ValidationStudy.gathered(notes, [.cifar10, .cifar100])
        == ["cifar10 and cifar100: 3 are left", "a note", "cifar10, kappa: 1", "cifar100: 4 are left"])
  }

  @Test func resultsDependOnTheSeedAlone() throws {
    let studies = try [(1, UInt64(0)), (2, 0), (3, 0), (1, 5)].map { threads, seed in
      try study(.init(resamples: 30, seed: seed, threads: threads)).files.map(\.text)
    }
    #expect(studies[0] == studies[1] && studies[0] == studies[2] && studies[0] != studies[3])
  }

  @Test func noiseCeilings() throws {
    let size = NASBench201.size
    func noisy(_ step: Int) -> [Double] { (0..<size).map { Self.accuracy[$0] + Double($0 * step % 17) / 10 } }
    let seeds = [noisy(3), noisy(5), noisy(7)]
    let bySeed = (0..<size).flatMap { cell in seeds.map { $0[cell] } }
    let table = try AccuracyTable.made([
      ColumnName(.cifar10): Self.accuracy, ColumnName(.cifar10, "test_accuracy_by_seed"): bySeed,
      ColumnName(.cifar100): Self.accuracy,
    ])
    let second = try AccuracyTable.made { noisy(11)[$0] }
    let study = try ValidationStudy(
      ScoreTable(columns: [ScoreColumn(name: "good", values: Self.good)]), table: table, secondTable: second,
      options: .init(resamples: 5))
    let ceilings = study.ceilings.filter { $0.slice == .all }
    #expect(ceilings.map(\.source) == [.seeds, .secondTable] && ceilings.allSatisfy { $0.dataset == .cifar10 })
    func tau(_ a: [Double], _ b: [Double]) throws -> Double {
      try #require(kendallTauB(Self.cells.map { a[$0] }, Self.cells.map { b[$0] }).value)
    }
    let mean = try (tau(seeds[0], seeds[1]) + tau(seeds[0], seeds[2]) + tau(seeds[1], seeds[2])) / 3
    #expect(abs(try #require(ceilings[0].kendall.value) - mean) < 1e-15)
    #expect(try ceilings[1].kendall.value == tau(Self.accuracy, noisy(11)))
    #expect(study.notes.contains { $0.contains("cifar100: the second table") })
    #expect(study.text().contains("between the two tables") && study.text().contains("between training seeds"))
  }

  @Test func scoresOfOneDatasetOnly() throws {
    var column = ScoreColumn(name: "good", values: Self.good)
    column.dataset = .cifar100
    let table = try AccuracyTable.made([
      ColumnName(.cifar10): Self.accuracy, ColumnName(.cifar100): Self.accuracy,
    ])
    let study = try ValidationStudy(ScoreTable(columns: [column]), table: table, options: .init(resamples: 2))
    #expect(Set(study.rows.map(\.dataset)) == [.cifar100] && study.notes.contains { $0.hasPrefix("cifar10: no score") })
    expect(.badData, "no score") {
      _ = try ValidationStudy(ScoreTable(columns: [column]), table: table, options: .init(datasets: [.cifar10]))
    }
    expect(.badData, "correlation needs 2") {
      let empty = ScoreColumn(name: "m", values: [Double](repeating: .nan, count: NASBench201.size))
      _ = try ValidationStudy(ScoreTable(columns: [empty]), table: table)
    }
  }

  @Test func infinitiesAreRankedAndCounted() throws {
    let values = Self.column { $0 % 156 == 0 ? .infinity : 1 - Self.accuracy[$0] }
    let study = try ValidationStudy(
      ScoreTable(columns: [ScoreColumn(name: "m", values: values)]), table: .made { Self.accuracy[$0] },
      directions: ["m": .lowerIsBetter], options: .init(resamples: 2))
    #expect(study.notes.contains { $0.contains("100 scores are infinite") })
    let cells = Self.cells
    #expect(
      try value(study, "m", .kendall) == kendallTauB(cells.map { -values[$0] }, cells.map { Self.accuracy[$0] }).value)
  }
}
