import AccuracyTables
import Foundation
import HDF5
import SearchSpaces
import Statistics
import Studies
import Testing

/// Scores from outside, as files and as tables.
@Suite struct ScoreTableTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func cell(_ index: Int) -> NASBench201.Architecture { NASBench201.architectures[index] }

  private func read(_ text: String, as name: String = "s.csv") throws -> ScoreTable {
    try place.write(text, to: name)
    return try ScoreTable(readingFrom: place.path(name))
  }

  private func tuple(_ index: Int) -> String {
    "(" + cell(index).tuple.map(String.init).joined(separator: ", ") + ")"
  }

  @Test func keysOfEveryKind() throws {
    let expected = [(3, 0.5), (8, -.infinity), (15_624, 1e-9)]
    let texts = [
      "arch,m\n" + expected.map { "\(cell($0.0)),\($0.1)\n" }.joined(),
      "index,m\n" + expected.map { "\($0.0),\($0.1)\n" }.joined(),
      "net,m\n" + expected.map { "\"\(tuple($0.0))\",\($0.1)\n" }.joined(),
      "net,net_str,m\n" + expected.map { "\"\(tuple($0.0))\",\(cell($0.0)),\($0.1)\n" }.joined(),
      "whatever,m\n" + expected.map { "\($0.0),\($0.1)\n" }.joined(),
    ]
    for text in texts {
      let table = try read(text)
      #expect(table.columns.map(\.name) == ["m"] && table.notes.isEmpty)
      for (index, value) in expected { #expect(table.columns[0].values[index] == value) }
      #expect(table.columns[0].values.count { !$0.isNaN } == 3)
    }
  }

  @Test func missingScoresAndColumnsOfText() throws {
    let table = try read("index,a,name,b\n1,2,x,\n2,nan,y,3\n")
    #expect(table.columns.map(\.name) == ["a", "b"])
    #expect(table.columns[0].values[1] == 2 && table.columns[0].values[2].isNaN)
    #expect(table.columns[1].values[1].isNaN && table.columns[1].values[2] == 3)
    #expect(table.notes.count == 1 && table.notes[0].contains("passed over") && table.notes[0].hasSuffix("name"))
  }

  @Test func identicalDuplicatesCountOnce() throws {
    let table = try read("index,a\n1,2\n2,3\n1,2\n")
    #expect(table.notes.count == 1 && table.notes[0].contains("1 rows repeat"))
    expect(.badData, "line 4", "line 2", "cell 1", "a", "5") { _ = try read("index,a\n1,2\n2,3\n1,5\n") }
    expect(.badData, "line 3", "cell 1", "nan") { _ = try read("index,a,b\n1,2,1\n1,2,\n") }
  }

  @Test func badRows() throws {
    expect(.badData, "s.csv", "line 3", "15625") { _ = try read("index,a\n1,2\n15625,3\n") }
    expect(.badData, "line 2", "nor_conv_7x7") {
      _ = try read("arch,a\n|nor_conv_7x7~0|+|none~0|none~1|+|none~0|none~1|none~2|,1\n")
    }
    expect(.badData, "line 2", "[1, 2, 3]") { _ = try read("net,a\n\"(1,2,3)\",1\n") }
    expect(.badData, "line 2", "cell-1") { _ = try read("name,a\ncell-1,1\n") }
    expect(.badData, "line 3", "a tuple", "line 2", "an architecture string", "one kind") {
      _ = try read("arch,a\n\(cell(1)),1\n\"\(tuple(2))\",1\n")
    }
    expect(.badData, "line 3", "an index", "a tuple") { _ = try read("net,a\n\"\(tuple(1))\",1\n2,1\n") }
    expect(.badData, "line 2", "cell 1", "cell 2") { _ = try read("net,net_str,a\n\"\(tuple(1))\",\(cell(2)),1\n") }
    expect(.badData, "line 3", "a", "'high'") { _ = try read("index,a\n1,2\n2,high\n") }
    expect(.badData, "line 3", "3 fields") { _ = try read("index,a\n1,2\n2,3,4\n") }
    expect(.badData, "line 1") { _ = try read("index\n1\n") }
    expect(.badData, "line 1") { _ = try read("index,a,a\n1,1,1\n") }
    expect(.badData, "no scores") { _ = try read("index,a\n") }
    expect(.missing, "nowhere") { _ = try ScoreTable(readingFrom: place.path("nowhere")) }
  }

  /// The layout that NASLib's code reads; the file itself is made up.
  @Test func jsonOfNASBenchSuiteZero() throws {
    func entry(_ synflow: String, _ jacov: String) -> String {
      "{\"id\": 7, \"val_accuracy\": 91.5, \"synflow\": {\"score\": \(synflow), \"time\": 0.1}, \"jacov\": {\"score\": \(jacov)}}"
    }
    let cells = "{\"\(tuple(4))\": \(entry("1.5", "-Infinity")), \"\(tuple(9))\": \(entry("2e3", "NaN"))}"
    let table = try read("{\"cifar10\": \(cells), \"ImageNet16-120\": \(cells), \"svhn\": {}}", as: "zc.json")
    #expect(table.columns.map(\.name) == ["jacov", "synflow", "jacov", "synflow"])
    #expect(table.columns.map(\.dataset) == [.cifar10, .cifar10, .imagenet16, .imagenet16])
    #expect(table.columns[1].values[4] == 1.5 && table.columns[1].values[9] == 2000)
    #expect(table.columns[0].values[4] == -.infinity && table.columns[0].values[9].isNaN)
    #expect(table.notes.contains { $0.contains("id, val_accuracy") } && table.notes.contains { $0.hasSuffix("svhn") })

    let single = try read("{\"cifar10\": \(cells)}", as: "one.json")
    #expect(single.columns.map(\.dataset) == [nil, nil])
    let flat = try read("{\"4\": {\"m\": 1}, \"5\": {\"m\": null, \"n\": 2}}", as: "flat.json")
    #expect(
      flat.columns.map(\.name) == ["m", "n"] && flat.columns[0].values[5].isNaN && flat.columns[1].values[5] == 2)

    let large = try read("{\"4\": {\"m\": 1e999}, \"5\": {\"m\": -1E+400}, \"6\": {\"m\": 1e-999}}", as: "large.json")
    #expect(large.columns[0].values[4...6] == [.infinity, -.infinity, 0])
    expect(.badData, "a.json", "cifar10: 99999") {
      _ = try read("{\"cifar10\": {\"99999\": {\"m\": 1}}}", as: "a.json")
    }
    expect(.badData, "m is 'big'") { _ = try read("{\"4\": {\"m\": \"big\"}}", as: "a.json") }
    expect(.badData, "one kind") { _ = try read("{\"4\": {\"m\": 1}, \"\(cell(5))\": {\"m\": 1}}", as: "a.json") }
    expect(.badData, "(4,0,3,1,4,3)", "(4, 0, 3, 1, 4, 3)", "one score a cell") {
      _ = try read("{\"(4,0,3,1,4,3)\": {\"m\": 1}, \"(4, 0, 3, 1, 4, 3)\": {\"m\": 2}}", as: "a.json")
    }
    expect(.badData, "JSON") { _ = try read("{\"4\": ", as: "a.json") }
  }

  @Test func hdf5OfEveryKind() throws {
    let indices = [5, 11]
    try HDF5File.create(at: place.path("a.h5")) { file in
      try file.createDataset("architectures", indices.map { cell($0).description })
      try file.createDataset("m", [1.0, Double.infinity])
      try file.createDataset("label", ["x", "y"])
    }
    try HDF5File.create(at: place.path("i.h5")) { file in
      try file.createDataset("index", indices.map { Int64($0) })
      try file.createDataset("m", [1.0, Double.infinity])
    }
    try HDF5File.create(at: place.path("t.h5")) { file in
      try file.createDataset("tuples", indices.flatMap { cell($0).tuple.map { Int64($0) } }, shape: [2, 6])
      try file.createDataset("m", [1.0, Double.infinity])
    }
    for name in ["a.h5", "i.h5", "t.h5"] {
      let table = try ScoreTable(readingFrom: place.path(name))
      #expect(table.columns.map(\.name) == ["m"])
      #expect(table.columns[0].values[5] == 1 && table.columns[0].values[11] == .infinity)
      #expect(table.notes.count == (name == "a.h5" ? 1 : 0))
    }
    try HDF5File.create(at: place.path("none.h5")) { try $0.createDataset("m", [1.0]) }
    expect(.badData, "none.h5", "/architectures") { _ = try ScoreTable(readingFrom: place.path("none.h5")) }
    try HDF5File.create(at: place.path("long.h5")) { file in
      try file.createDataset("index", [Int64(1)])
      try file.createDataset("m", [1.0, 2.0])
    }
    expect(.badData, "/m", "[1]") { _ = try ScoreTable(readingFrom: place.path("long.h5")) }
    try HDF5File.create(at: place.path("bad.h5")) { file in
      try file.createDataset("index", [Int64(1), -4])
      try file.createDataset("m", [1.0, 2.0])
    }
    expect(.badData, "/index", "row 1", "-4") { _ = try ScoreTable(readingFrom: place.path("bad.h5")) }
  }

  @Test func runsKnowTheirDirections() throws {
    try place.scores(
      place.settings(.sample(6), metrics: ["kappa", "regions", "parameters", "flops", "layers"]), in: "run")
    let table = try ScoreTable(readingFrom: place.path("run"))
    #expect(table.columns.map(\.name) == ["kappa", "regions", "parameters", "flops", "layers"])
    #expect(table.columns.map(\.direction) == [.lowerIsBetter] + Array(repeating: .higherIsBetter, count: 4))
    let twice = try ScoreTable(joining: [("run", table), ("x/other.csv", table)])
    #expect(twice.columns.map(\.name).suffix(5).first == "kappa@other.csv" && twice.notes.count == 5)
    expect(.usage, "twice") { _ = try ScoreTable(joining: [("a.csv", table), ("a.csv", table), ("a.csv", table)]) }
  }
}

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

  private func study(_ options: ValidationStudy.Options = .init(resamples: 20)) throws -> ValidationStudy {
    try ValidationStudy(Self.scores, table: .made { Self.accuracy[$0] }, options: options)
  }

  private func value(_ study: ValidationStudy, _ metric: String, _ statistic: ValidationStatistic) throws -> Double {
    try #require(study.rows.first { $0.slice == .all && $0.metric == metric && $0.statistic == statistic }?.value)
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
    #expect(row.count == cells.count && row.metric == "good" && row.interval.definedResamples == 20)
    #expect(try #require(row.interval.bounds).contains(value(study, "good", .kendall)))
  }

  @Test func directions() throws {
    let detected = try study()
    #expect(detected.directions == ["good": .lowerIsBetter, "fair": .higherIsBetter])
    #expect(
      detected.notes.contains { $0.contains("detected") && $0.contains("negative: lower") && $0.contains("good") })
    #expect(!detected.notes.contains { $0.contains("detected") && $0.contains("fair") })
    let given = try study(.init(directions: ["good": .higherIsBetter, "fair": .lowerIsBetter], resamples: 2))
    #expect(!given.notes.contains { $0.contains("detected") })
    #expect(try abs(value(given, "good", .kendall) + value(detected, "good", .kendall)) < 1e-15)
    #expect(try value(given, "fair", .kendall) < 0)
    let noise = ScoreTable(columns: [ScoreColumn(name: "noise", values: Self.column { Double($0 * 7717 % 1009) })])
    let guessed = try ValidationStudy(noise, table: .made { Self.accuracy[$0] }, options: .init(resamples: 50))
    #expect(guessed.notes.contains { $0.contains("noise") && $0.contains("guess") })
    expect(.usage, "charm", "fair, good") { _ = try study(.init(directions: ["charm": .higherIsBetter])) }
    expect(.usage, "charm", "fair, good") { _ = try study(.init(metrics: ["charm"])) }
  }

  @Test func slices() throws {
    let study = try study()
    let cells = Self.cells.filter { !Self.fair[$0].isNaN }
    func count(_ slice: ValidationSlice) -> Int { study.rows.first { $0.slice == slice }?.count ?? 0 }
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
      if expected < 2 { #expect(study.notes.contains { $0.contains("\(convolutions) convolution") }) }
    }
    // Within a number of convolutions, that number is no metric.
    let layers = ScoreTable(columns: [
      ScoreColumn(name: "layers", values: NASBench201.architectures.map { Double($0.numberOfTrainableLayers) })
    ])
    let constant = try ValidationStudy(layers, table: .made { Self.accuracy[$0] }, options: .init(resamples: 2))
    let row = constant.rows.first { $0.slice == .convolutions(3) && $0.statistic == .kendall }
    #expect(row?.value == nil && row?.interval.undefinedResamples == 2)
    #expect(constant.pairs.isEmpty && constant.additions.isEmpty)
    #expect(constant.files[0].text.contains(",all,3 convolutions,layers,") && constant.text.contains("n.d."))
  }

  @Test func metricsTogether() throws {
    let study = try study()
    let pair = try #require(study.pairs.first)
    #expect(study.pairs.count == 1 && pair.first == "good" && pair.second == "fair")
    #expect(
      try abs(#require(pair.difference) - (value(study, "good", .kendall) - value(study, "fair", .kendall))) < 1e-15)
    #expect(study.additions.map(\.metric) == ["good", "fair"])
    let addition = study.additions[0]
    #expect(addition.without == (try value(study, "fair", .kendall)) && addition.all == pair.sum)
    #expect(try abs(#require(addition.gain) - (#require(addition.all) - #require(addition.without))) < 1e-15)
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
    #expect(abs(try #require(ceilings[0].kendall) - mean) < 1e-15)
    #expect(try ceilings[1].kendall == tau(Self.accuracy, noisy(11)))
    #expect(study.notes.contains { $0.contains("cifar100: the second table") })
    #expect(study.text.contains("between the two tables") && study.text.contains("between training seeds"))
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
      options: .init(directions: ["m": .lowerIsBetter], resamples: 2))
    #expect(study.notes.contains { $0.contains("100 scores are infinite") })
    let cells = Self.cells
    #expect(
      try value(study, "m", .kendall) == kendallTauB(cells.map { -values[$0] }, cells.map { Self.accuracy[$0] }).value)
  }
}
