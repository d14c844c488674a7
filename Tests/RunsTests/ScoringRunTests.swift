import Foundation
import Metrics
import Runs
import Scores
import SearchSpaces
import Synchronization
import TestSupport
import Testing

@Suite struct ScoringRunTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  @Test func writesSortedRowsOfEveryCellAndRepeat() throws {
    let text = try place.scores(place.settings(.sample(5)), in: "run")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "index,architecture,repeat,kappa,regions,parameters,flops")
    #expect(lines.count == 1 + 10 + 1 && lines.last == "")
    let rows = try ScoreFile(path: place.path("run")).rows
    #expect(rows.map(\.index) == (try Selection.sample(5).indices(seed: 7)).flatMap { [$0, $0] })
    #expect(rows.map(\.repeat) == (0..<10).map { $0 % 2 })
    for row in rows {
      let cell = try NASBench201.architecture(at: row.index)
      #expect(row.architecture == cell.description)
      #expect(row.scores[2] == Double(NASBench201.Costs.cifar10.parameters(cell)))
      #expect(row.scores[3] == Double(NASBench201.Costs.cifar10.flops(cell)))
    }
  }

  @Test func numbersOfThreadsLeaveNoTrace() throws {
    let settings = place.settings(.sample(30))
    let one = try place.scores(settings, in: "1", threads: 1)
    for threads in [2, 3] { #expect(try place.scores(settings, in: "\(threads)", threads: threads) == one) }
  }

  @Test func otherSeedsGiveOtherNumbers() throws {
    let cells = Selection.architectures(Array(100..<110))
    let (a, b) = (
      try place.scores(place.settings(cells, seed: 1), in: "a"),
      try place.scores(place.settings(cells, seed: 2), in: "b")
    )
    let (first, second) = (try ScoreFile(path: place.path("a")).rows, try ScoreFile(path: place.path("b")).rows)
    #expect(a != b && first.map(\.index) == second.map(\.index))
    for (x, y) in zip(first, second) where x.scores[0]!.isFinite { #expect(x.scores[0] != y.scores[0]) }
    let repeats = Dictionary(grouping: first, by: \.index).values.filter { $0[0].scores[0]!.isFinite }
    #expect(repeats.allSatisfy { $0[0].scores[0] != $0[1].scores[0] })
  }

  /// Random streams are named by the cell, not by its place in the sample.
  @Test func aSmallerSampleHasTheSameRows() throws {
    try place.scores(place.settings(.sample(6)), in: "small")
    try place.scores(place.settings(.sample(15)), in: "large")
    let large = Set(try ScoreFile(path: place.path("large")).rows)
    #expect(try ScoreFile(path: place.path("small")).rows.allSatisfy(large.contains))
  }

  @Test func cellsWithoutPathAreInf() throws {
    let cells = Selection.architectures(
      Array(NASBench201.architectures.indices.filter { !NASBench201.architectures[$0].hasPath }.prefix(3)))
    let lines = try place.scores(place.settings(cells), in: "run").split(separator: "\n").dropFirst()
    for line in lines { #expect(line.split(separator: ",")[3] == "inf") }
  }

  @Test func metricsThatWereNotAskedForAreEmpty() throws {
    let text = try place.scores(place.settings(.sample(3), metrics: ["regions"]), in: "run")
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      #expect(fields.count == 7 && fields[3].isEmpty && !fields[4].isEmpty && fields[5].isEmpty && fields[6].isEmpty)
    }
    #expect(try ScoreFile(path: place.path("run")).rows.allSatisfy { $0.scores[0] == nil && $0.scores[1] != nil })
  }

  @Test func reportsProgress() throws {
    let seen = Mutex<[ScoringRun.Progress]>([])
    let result = try place.run(place.settings(.sample(4)), in: "run")
      .execute(progress: { state in seen.withLock { $0.append(state) } })
    let states = seen.withLock { $0 }
    #expect(states.first == ScoringRun.Progress(done: 0, resumed: 0, total: 8))
    #expect(states.map(\.done).sorted() == Array(0...8))
    #expect(result == ScoringRun.Progress(done: 8, resumed: 0, total: 8))
  }

  // MARK: what is refused

  @Test func refusesOtherSettings() throws {
    let before = try place.scores(place.settings(.sample(3)), in: "run")
    let manifest = try place.text("run/run.json")
    expect(.usage, "run", "--batch is 4 there and 5 here", "choose another --output") {
      try place.run(place.settings(.sample(3)) { $0.kappa.batch = 5 }, in: "run").execute()
    }
    expect(.usage, "the selection of cells is --sample 3 there and --sample 2 here") {
      try place.run(place.settings(.sample(2)), in: "run").execute()
    }
    expect(.usage, "--shard is 1/1 there and 1/2 here") {
      try place.run(place.settings(.sample(3)), in: "run", shard: Shard(parsing: "1/2")).execute()
    }
    #expect(try place.text("run/scores.csv") == before && place.text("run/run.json") == manifest)
  }

  @Test func refusesBeforeItMakesTheDirectory() throws {
    #expect(throws: SearchSpaceError.self) { try place.run(place.settings(.sample(15_626)), in: "run").execute() }
    #expect(throws: SearchSpaceError.self) {
      try place.run(place.settings(.architectures([3, 15_625])), in: "run").execute()
    }
    let error = #expect(throws: MetricError.self) {
      try place.run(place.settings { $0.kappa.batch = 25 }, in: "run").execute()
    }
    #expect(error?.description.contains("25") == true && error?.description.contains("24") == true)
    expect(.usage, "'charm'", "kappa, regions, parameters, flops") {
      try place.run(place.settings(metrics: ["kappa", "charm"]), in: "run").execute()
    }
    #expect(!place.contains("run"))
  }

  @Test func refusesPlacesItCannotUse() throws {
    try place.write("earlier", to: "file")
    expect(.inputOutput, "file", "directory") { try place.run(place.settings(), in: "file").execute() }
    expect(.inputOutput, "file/run", "Not a directory") { try place.run(place.settings(), in: "file/run").execute() }
    try place.write("index,architecture\n", to: "stray/scores.csv")
    expect(.badData, "stray", "run.json") { try place.run(place.settings(), in: "stray").execute() }
    #expect(try place.text("file") == "earlier" && place.text("stray/scores.csv") == "index,architecture\n")
  }

  @Test func usesAnEmptyDirectoryAndMakesParents() throws {
    try FileManager.default.createDirectory(atPath: place.path("empty"), withIntermediateDirectories: false)
    let text = try place.scores(place.settings(), in: "empty")
    #expect(try place.scores(place.settings(), in: "deep/down/run") == text)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: place.path("empty")).sorted()
        == ["run.json", "scores.csv", "scores.sum"])
  }

  @Test func oneProcessAtATime() throws {
    let settings = place.settings(.sample(4))
    let tried = Atomic(false)
    try place.run(settings, in: "run", threads: 1).execute(progress: { _ in
      guard !tried.exchange(true, ordering: .relaxed) else { return }
      expect(.usage, "another process") { try place.run(settings, in: "run").execute() }
    })
    let wasTried = tried.load(ordering: .relaxed)
    #expect(wasTried)
    #expect(try place.text("run/scores.csv") == place.scores(settings, in: "alone"))
  }
}
