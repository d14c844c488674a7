import AccuracyTables
import Files
import Foundation
import Scores
import SearchSpaces
import Statistics
import Studies
import TestSupport
import Testing

/// The run that SciPy/make_fixture.py made, and what SciPy says of it.
struct SciPyExample: Decodable {
  struct Expected: Decodable {
    let dataset, population, degenerate, metric: String
    let n: Int
    let tau, rho: Double
  }

  let accuracy: [String: [String: Double?]]
  let degenerateCells: Int
  let expected: [Expected]

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "SciPy")

  static func load() throws -> SciPyExample {
    try JSONDecoder().decode(
      SciPyExample.self, from: Data(contentsOf: folder.appending(path: "expected.json")))
  }

  static func scores() throws -> ScoreFile { try ScoreFile(path: folder.appending(path: "scores.csv").path) }

  func table() throws -> AccuracyTable {
    var columns: [ColumnName: [Double]] = [:]
    for (dataset, values) in accuracy {
      var column = [Double](repeating: .nan, count: NASBench201.size)
      for (index, value) in values { column[Int(index)!] = value ?? .nan }
      columns[ColumnName(BenchmarkDataset(rawValue: dataset)!)] = column
    }
    return try .made(columns)
  }
}

@Suite struct CorrelationTests {
  let place: Workplace
  let example: SciPyExample
  let table: AccuracyTable

  init() throws {
    place = try Workplace()
    example = try SciPyExample.load()
    table = try example.table()
  }

  /// A scores.csv whose rows are (index, repeat, kappa, regions), in a file.
  private func scores(_ rows: [(Int, Int, String, String)]) throws -> ScoreFile {
    let lines = rows.map { "\($0),\(NASBench201.architectures[$0]),\($1),\($2),\($3),1,1\n" }
    try place.write("index,architecture,repeat,kappa,regions,parameters,flops\n" + lines.joined(), to: "s.csv")
    return try ScoreFile(path: place.path("s.csv"))
  }

  private func study(
    _ file: ScoreFile, _ table: AccuracyTable, _ options: AgreementOptions = .init(resamples: 10)
  ) throws -> CorrelationStudy {
    try CorrelationStudy(file, name: "s.csv", table: table, options: options)
  }

  // MARK: numbers

  @Test(arguments: DegeneratePolicy.allCases, [NASBench201.Population.all, .live])
  func agreesWithSciPy(policy: DegeneratePolicy, population: NASBench201.Population) throws {
    let options = AgreementOptions(population: population, degenerate: policy, resamples: 5)
    let study = try study(SciPyExample.scores(), table, options)
    let expected = example.expected.filter { $0.degenerate == policy.rawValue && $0.population == population.rawValue }
    #expect(study.rows.map { [$0.dataset.rawValue, $0.metric] } == expected.map { [$0.dataset, $0.metric] })
    for (row, expected) in zip(study.rows, expected) {
      #expect(row.count == expected.n)
      let (tau, rho) = (try #require(row.kendall.value), try #require(row.spearman.value))
      #expect(abs(tau - expected.tau) < 1e-12 && abs(rho - expected.rho) < 1e-12, "\(row.dataset) \(row.metric)")
    }
  }

  /// Its index is a row number there, and names another cell here.
  @Test func runsOfAnotherSpaceAreRefused() throws {
    let genotype = DARTS.sample(count: 1, seed: 1)[0]
    try place.write(
      "index,architecture,repeat,kappa,regions,parameters,flops\n0,\"\(genotype)\",0,1,2,3,4\n", to: "darts.csv")
    expect(.badData, "darts.csv", "row 0", "NAS-Bench-201") {
      _ = try CellScores(ScoreFile(path: place.path("darts.csv")), of: .nasBench201, name: "darts.csv")
    }
    expect(.badData, "NAS-Bench-201") { _ = try ScoreTable(readingFrom: place.path("darts.csv"), of: .nasBench201) }
  }

  @Test func countsDegenerateAndUnknownCells() throws {
    let file = try SciPyExample.scores()
    let infinite = example.degenerateCells
    for policy in DegeneratePolicy.allCases {
      let study = try study(file, table, AgreementOptions(degenerate: policy, resamples: 2))
      #expect(study.degenerate == infinite && study.cells == (policy == .drop ? 80 - infinite : 80))
      let fate = [DegeneratePolicy.inf: "ranked last", .authors: "counted as 100000", .drop: "left out"][policy]!
      #expect(study.notes.contains { $0.contains("\(infinite) of 80 cells") && $0.hasSuffix("were \(fate)") })
      #expect(study.unknown[.cifar10] == 0)
      let unknown = try #require(study.unknown[.cifar100])
      #expect(study.notes.contains { $0.contains("\(unknown) of \(study.cells) cells have no cifar100 accuracy") })
    }
  }

  @Test func intervalsDependOnTheSeedAlone() throws {
    let file = try SciPyExample.scores()
    let studies = try [(1, UInt64(0)), (2, 0), (3, 0), (1, 1)].map { threads, seed in
      try study(file, table, AgreementOptions(resamples: 200, seed: seed, threads: threads)).csv
    }
    #expect(studies[0] == studies[1] && studies[0] == studies[2] && studies[0] != studies[3])
  }

  @Test func intervalsHoldTheirValue() throws {
    for row in try study(SciPyExample.scores(), table, AgreementOptions(resamples: 400)).rows {
      for estimate in [row.kendall, row.spearman] {
        let (value, bounds) = (try #require(estimate.value), try #require(estimate.interval.bounds))
        #expect(bounds.contains(value) && bounds.upperBound - bounds.lowerBound < 0.6)
        #expect(estimate.interval.definedResamples == 400)
      }
    }
  }

  /// The ranks that are added are those within the resample, as a calculation from the resampled rows shows.
  @Test func combinedIsRankedAnewInEachResample() throws {
    let file = try SciPyExample.scores()
    let scores = try CellScores(file, name: "s.csv")
    let truth = try table.values(ColumnName(.cifar10))
    let intervals = try bootstrapIntervals(count: 80, resamples: 50, seed: 0, threads: 1) { resample in
      let rows = resample.indices
      let combined = try combinedRank(
        kappa: rows.map { scores.columns[0][$0] }, regions: rows.map { scores.columns[1][$0] })
      return [try kendallTauB(combined, rows.map { truth[scores.indices[$0]] }).value]
    }
    let options = AgreementOptions(datasets: [.cifar10], resamples: 50)
    let row = try study(file, table, options).rows[2]
    #expect(row.metric == "combined" && row.kendall.interval == intervals[0])
  }

  /// The arithmetic mean, whatever the order of the rows; one infinite repeat makes a cell degenerate.
  @Test func averagesRepeats() throws {
    let file = try scores([(4, 1, "3", "7"), (2, 0, "2", "5"), (4, 0, "6", "8"), (2, 1, "inf", "6")])
    let cells = try CellScores(file, name: "s.csv")
    #expect(cells.indices == [2, 4] && cells.metrics == ["kappa", "regions", "parameters", "flops"])
    #expect(cells.columns == [[.infinity, 4.5], [5.5, 7.5], [1, 1], [1, 1]])
    #expect(cells.degenerate == 1 && cells.incomplete == 0)
    let authors = try CellScores(file, degenerate: .authors, name: "s.csv")
    #expect(authors.columns[0] == [50_001, 4.5] && authors.degenerate == 1)
    let dropped = try CellScores(file, degenerate: .drop, name: "s.csv")
    #expect(dropped.indices == [4] && dropped.columns[0] == [4.5] && dropped.degenerate == 1)
  }

  @Test func keepsThePopulation() throws {
    let live = Set(NASBench201.population(.live))
    let file = try scores((0..<200).map { ($0, 0, "\($0 % 7 + 1)", "\($0 % 11)") })
    let cells = try CellScores(file, population: .live, name: "s.csv")
    #expect(cells.indices == (0..<200).filter(live.contains))
    let table = try AccuracyTable.made { Double($0 % 97) }
    let study = try study(file, table, AgreementOptions(population: .live, resamples: 3))
    #expect(study.cells == cells.indices.count && study.csv.contains("cifar10,live,kappa,\(cells.indices.count),"))
  }

  /// What is not asked for costs nothing and changes nothing: neither the cells nor the resamples.
  @Test(arguments: [["kappa"], ["regions"], ["combined"], ["flops", "combined"]])
  func fewerMetricsHaveTheSameNumbers(names: [String]) throws {
    let rows = (0..<60).map { ($0, 0, "\($0 * 7 % 31 + 1)", $0 == 9 ? "nan" : "\($0 * 5 % 23)") }
    let (file, table) = (try scores(rows), try AccuracyTable.made { Double($0 % 50) })
    let options = AgreementOptions(resamples: 20)
    let whole = try study(file, table, options)
    let part = try CorrelationStudy(file, name: "s.csv", table: table, metrics: Set(names), options: options)
    let expected = whole.rows.filter { names.contains($0.metric) }
    #expect(part.rows.map(\.metric).sorted() == names.sorted() && expected.count == names.count)
    for (row, expected) in zip(part.rows, expected) {
      #expect(row.metric == expected.metric && row.count == 59 && expected.count == 59)
      #expect(row.kendall == expected.kendall && row.spearman == expected.spearman)
    }
  }

  // MARK: what is left out, and what is refused

  @Test func cellsWithFewerRepeatsAreLeftOut() throws {
    let rows = (0..<9).flatMap { cell in (0..<3).map { (cell, $0, "\(cell + $0 + 1)", "\(9 - cell)") } }
    let file = try scores(Array(rows.dropLast(2)))
    let study = try study(file, .made { Double($0 % 50) })
    #expect(study.cells == 8 && study.incomplete == 1 && study.rows[0].count == 8)
    #expect(study.notes.contains { $0.contains("not finished") && $0.contains("1 cell") })
  }

  @Test func constantMetricsAreNotDefined() throws {
    let file = try scores((0..<20).map { ($0, 0, "\($0 + 1)", "64") })
    let study = try study(file, .made { Double($0 % 50) })
    let regions = study.rows[1]
    #expect(regions.metric == "regions" && regions.kendall.value == nil)
    #expect(regions.kendall.interval.bounds == nil && regions.spearman.value == nil)
    #expect(study.csv.contains("cifar10,all,regions,20,nan,nan,nan,nan,nan,nan,nan,nan,nan,nan,nan,nan,higher\n"))
    #expect(study.table.aligned().contains("not defined"))
    #expect(study.notes.contains("cifar10, regions: not defined, because it is the same for all 20 cells"))
    #expect(study.rows[2].kendall == study.rows[0].kendall, "without R the combined rank is that of kappa")
  }

  @Test func resamplesWithoutCorrelationAreCounted() throws {
    let file = try scores([(0, 0, "1", "1"), (1, 0, "2", "2"), (2, 0, "3", "3")])
    let study = try study(file, .made { Double($0 % 50) }, AgreementOptions(resamples: 100))
    let interval = study.rows[0].kendall.interval
    #expect(interval.undefinedResamples > 0 && interval.definedResamples + interval.undefinedResamples == 100)
    #expect(
      study.notes.contains { $0.contains("kappa: not defined in \(interval.undefinedResamples) of 100 resamples") })
  }

  @Test func metricsThatWereNotComputedHaveNoRow() throws {
    let file = try scores((0..<5).map { ($0, 0, "", "\($0)") })
    #expect(try study(file, .made { Double($0 % 50) }).rows.map(\.metric) == ["regions", "parameters", "flops"])
  }

  /// A cell that failed in one repeat counts in no metric, and is counted.
  @Test func failedCellsAreLeftOut() throws {
    let table = try AccuracyTable.made { Double($0 % 50) }
    let good: [(Int, Int, String, String)] = (0..<12).map { ($0 / 2, $0 % 2, "\($0 * 7 % 5 + 1)", "\($0 * 3 % 7)") }
    let some = try study(scores(good + [(6, 0, "1", "1"), (6, 1, "nan", "1")]), table)
    let without = try study(scores(good), table)
    #expect(some.failed == 1 && some.cells == 6 && without.failed == 0)
    #expect(some.csv == without.csv)
    #expect(some.notes.contains { $0.contains("1 cells") && $0.contains("failures.csv") })
    expect(.badData, "known for 0") { _ = try study(scores([(0, 0, "nan", "1"), (1, 0, "1", "nan")]), table) }
  }

  @Test func scoresThatCannotBeUsed() throws {
    let table = try AccuracyTable.made { Double($0 % 50) }
    expect(.badData, "regions is missing for 1 of 3 cells") {
      _ = try study(scores([(0, 0, "1", "1"), (1, 0, "2", ""), (2, 0, "3", "1")]), table)
    }
    expect(.badData, "cell 0", "regions is missing in some repeats") {
      _ = try study(scores([(0, 0, "1", "1"), (0, 1, "2", "")]), table)
    }
    expect(.badData, "known for 1", "needs 2") { _ = try study(scores([(0, 0, "1", "1")]), table) }
    expect(.badData, "known for 0") { _ = try study(scores([]), table) }
    expect(.badData, "population live") {
      let dead = NASBench201.architectures.indices.first { !NASBench201.architectures[$0].isLive }!
      _ = try study(scores([(dead, 0, "1", "1")]), table, AgreementOptions(population: .live))
    }
  }

  @Test func tablesThatCannotBeUsed() throws {
    let file = try scores((0..<5).map { ($0, 0, "\($0)", "\($0)") })
    expect(.badData, "/datasets/cifar10/test_accuracy", "90", "all 5 cells") {
      _ = try study(file, .made { $0 < 5 ? 90 : Double($0 % 50) })
    }
    expect(.badData, "known for 0") { _ = try study(file, .made { $0 < 5 ? .nan : 10 }) }
    let table = try AccuracyTable.made { Double($0 % 50) }
    #expect(throws: FileError.self) { try study(file, table, AgreementOptions(datasets: [.cifar100])) }
    let other = try AccuracyTable.made([ColumnName(.cifar10, "train_accuracy"): [Double](repeating: 1, count: 15_625)])
    expect(.badData, "no test accuracy") { _ = try study(file, other) }
  }

  @Test func filesThatAreNoScores() throws {
    #expect(throws: FileError.self) { try ScoreFile(path: place.path("nowhere")) }
    try place.write("", to: "empty.csv")
    expect(.badData, "empty.csv", "line 1", "index,architecture") { _ = try ScoreFile(path: place.path("empty.csv")) }
    try place.write("index,architecture,repeat,kappa,regions,parameters,flops", to: "torn.csv")
    expect(.badData, "torn.csv", "torn", "tenas score") { _ = try ScoreFile(path: place.path("torn.csv")) }
  }

  @Test func writesTheFileWhole() throws {
    let study = try study(SciPyExample.scores(), table)
    try study.writeCSV(to: place.path("c.csv"))
    #expect(try place.text("c.csv") == study.csv)
    let lines = study.csv.split(separator: "\n")
    #expect(lines.count == 11)
    #expect(
      lines[0]
        == "dataset,population,metric,n,kendall_tau,kendall_low,kendall_high,spearman_rho,spearman_low,spearman_high,tau,tau_low,tau_high,rho,rho_low,rho_high,better"
    )
    expect(.inputOutput, "c.csv/d.csv") { try study.writeCSV(to: place.path("c.csv/d.csv")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.directory).sorted() == ["c.csv"])
  }
}
