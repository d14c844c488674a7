import AccuracyTables
import Foundation
import Runs
import Scores
import SearchSpaces
import Searching
import Synchronization
import TestSupport
import Testing

/// Searches with real metrics on tiny batches: their files, whatever threads, interruptions and company.
@Suite struct SearchRunTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private static let files = ["measurements.csv", "trajectory.csv", "pruned.csv", "result.csv", "summary.csv"]

  private func run(
    in name: String, threads: Int = 2, change: (inout SearchPreset<NASBench201.Supernet>) -> Void = { _ in }
  ) -> SearchRun<NASBench201.Supernet> {
    var preset = SearchPreset.nasBench201
    (preset.kappa.batch, preset.regions.batches, preset.regions.batch, preset.repeats) = (4, 2, 20, 2)
    change(&preset)
    return SearchRun(
      preset, directory: place.path(name), imageSource: .hdf5(file: "images.h5", dataset: "images"),
      images: place.images, threads: threads)
  }

  private func names(_ rules: PruningRule..., seeds: [UInt64] = [0]) -> [SearchName] {
    rules.flatMap { rule in seeds.map { SearchName(rule: rule, seed: $0) } }
  }

  private func texts(_ name: String) throws -> [String] { try Self.files.map { try place.text("\(name)/\($0)") } }

  private func interrupt(_ run: SearchRun<NASBench201.Supernet>, _ names: [SearchName], after count: Int) {
    let asked = Atomic(0)
    let error = #expect(throws: StudyError.self) {
      _ = try run.execute(names, isCancelled: { asked.add(1, ordering: .relaxed).oldValue >= count })
    }
    #expect(error?.kind == .interrupted)
  }

  @Test func files() throws {
    let report = try run(in: "run").execute(names(.ranks))
    let (measurements, trajectory, pruned) = (
      try place.text("run/measurements.csv"), try place.text("run/trajectory.csv"), try place.text("run/pruned.csv")
    )
    #expect(measurements.split(separator: "\n").count == 1 + 2 * 2 * 58)
    let states = trajectory.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(states[0] == ["rule", "seed", "step", "phase", "kappa", "regions", "operations", "supernet"])
    #expect(states.dropFirst().map { $0[6] } == ["24", "18", "12", "6"])
    #expect(states[4][7].split(separator: "|").count == 6 && !states[4][7].contains("+"))
    #expect(pruned.split(separator: "\n").count == 1 + 18)
    let cell = try NASBench201.Architecture(parsing: report.found[0].cell)
    #expect(states[4][7] == cell.operations.map(\.rawValue).joined(separator: "|"))
    #expect(try place.text("run/result.csv").split(separator: "\n")[1] == "ranks,0,\(cell),,,,,,,,,")
    #expect(report.text().contains(cell.description) && report.summaries.isEmpty)
    let search = try #require(try SearchManifest(directory: place.path("run")).search(names(.ranks)[0]))
    #expect(search.needed == 232 && search.measured == 232 && search.finished != nil && search.seconds > 0)
  }

  @Test func threadsAndSeeds() throws {
    _ = try run(in: "one", threads: 1).execute(names(.ranks, seeds: [3]))
    _ = try run(in: "three", threads: 3).execute(names(.ranks, seeds: [3]))
    _ = try run(in: "other").execute(names(.ranks, seeds: [4]))
    #expect(try texts("one") == texts("three"))
    #expect(try texts("one")[1] != texts("other")[1])
  }

  @Test(arguments: [0, 1, 60, 150, 231]) func interruptions(count: Int) throws {
    _ = try run(in: "whole").execute(names(.ranks))
    interrupt(run(in: "run", threads: 1), names(.ranks), after: count)
    #expect(try place.text("run/measurements.csv").split(separator: "\n").count == 1 + count)
    #expect(try SearchManifest(directory: place.path("run")).search(names(.ranks)[0])?.finished == nil)
    #expect(!place.contains("run/result.csv"))
    let first = Mutex<ScoringRun.Progress?>(nil)
    _ = try run(in: "run").execute(names(.ranks), progress: { state in first.withLock { $0 = $0 ?? state } })
    #expect(first.withLock { $0 }?.total == 232)
    #expect(try texts("run") == texts("whole"))
    let search = try #require(try SearchManifest(directory: place.path("run")).search(names(.ranks)[0]))
    #expect(search.measured == 232 && search.finished != nil)
  }

  @Test func tornLines() throws {
    _ = try run(in: "run").execute(names(.ranks))
    let whole = try texts("run")
    for cut in [0, 5, 60, whole[0].utf8.count / 2, whole[0].utf8.count - 1] {
      try place.write(String(decoding: whole[0].utf8.prefix(cut), as: UTF8.self), to: "run/measurements.csv")
      _ = try run(in: "run").execute(names(.ranks))
      #expect(try texts("run") == whole, "cut at \(cut)")
    }
  }

  @Test func finishedSearchesAreLeftAlone() throws {
    _ = try run(in: "run").execute(names(.ranks))
    let (files, manifest) = (try texts("run"), try place.text("run/search.json"))
    _ = try run(in: "run").execute(names(.ranks))
    #expect(try texts("run") == files && place.text("run/search.json") == manifest)
  }

  /// Rules added later, or given in another order, end in the same bytes, and measure what is missing only.
  @Test func rulesShareMeasurements() throws {
    _ = try run(in: "apart").execute(names(.ranks))
    _ = try run(in: "apart").execute(names(.kappa, .min))
    _ = try run(in: "together").execute(names(.min, .kappa, .ranks))
    #expect(try texts("apart") == texts("together"))
    let kappa = try #require(try SearchManifest(directory: place.path("apart")).search(names(.kappa)[0]))
    // Two repeats of κ of 25 supernets and R of one: the first round, and whatever else happens to agree.
    #expect(kappa.needed == 2 * (58 + 4) && kappa.measured <= kappa.needed - 2 * (25 + 1))

    _ = try run(in: "alone").execute(names(.kappa))
    for (alone, shared) in zip(try texts("alone")[1...2], try texts("apart")[1...2]) {
      #expect(
        alone.split(separator: "\n")[1...] == shared.split(separator: "\n").filter { $0.hasPrefix("kappa,0") }[...])
    }
  }

  @Test func otherSettings() throws {
    _ = try run(in: "run").execute(names(.regions))
    let files = try texts("run")
    expect(.usage, "--batch is 4 there and 5 here", "--output") {
      _ = try run(in: "run") { $0.kappa.batch = 5 }.execute(names(.regions))
    }
    expect(.usage, "--repeats", "pruneNumber is 1 there and 2 here") {
      _ = try run(in: "run") { ($0.repeats, $0.pruneNumber) = (1, 2) }.execute(names(.regions))
    }
    #expect(try texts("run") == files)
  }

  @Test func directoriesOfAnotherKind() throws {
    try place.write("{}", to: "scores/run.json")
    expect(.usage, "run.json", "search.json") { _ = try run(in: "scores").execute(names(.regions)) }
    try place.write("", to: "file")
    expect(.inputOutput, "file") { _ = try run(in: "file").execute(names(.regions)) }
    try place.write("{", to: "broken/search.json")
    expect(.badData, "search.json", "not JSON") { _ = try run(in: "broken").execute(names(.regions)) }
    expect(.noSuchFile, "nowhere/search.json") { _ = try SearchManifest(directory: place.path("nowhere")) }
  }

  @Test(arguments: [
    (["0,0,a,kappa,0"], "line 2: has 5 fields"), (["0,0,a,kappa,0,much"], "line 2: is not a measurement"),
    (["0,0,a,size,0,1"], "line 2: is not"), (["0,0,a,kappa,0,1", "0,0,a,kappa,0,2"], "line 3: this was measured"),
  ])
  func linesThatAreNoMeasurements(lines: [String], words: String) throws {
    _ = try run(in: "run").execute(names(.regions))
    let header = try #require(place.text("run/measurements.csv").split(separator: "\n").first)
    try place.write(([String(header)] + lines).joined(separator: "\n") + "\n", to: "run/measurements.csv")
    expect(.badData, "measurements.csv", words) { _ = try run(in: "run").execute(names(.regions)) }
    try place.write("a thesis\n", to: "run/measurements.csv")
    expect(.badData, "measurements.csv", "line 1") { _ = try run(in: "run").execute(names(.regions)) }
  }

  @Test func imagesThatDoNotSuit() throws {
    #expect(throws: (any Error).self) { _ = try run(in: "run") { $0.kappa.batch = 25 }.execute(names(.ranks)) }
    #expect(!place.contains("run"))
  }

  /// Accuracy, place among all cells, and mean ± deviation: with accuracy falling by index, the place is the index plus one.
  @Test func accuracies() throws {
    let architectures = NASBench201.architectures.map(\.description)
    let column = (0..<architectures.count).map { 90 - Double($0) / 1000 }
    let table = try AccuracyTable(
      source: "made up", architectures: architectures, columns: [ColumnName(.cifar100): column])
    let report = try run(in: "run").execute(names(.ranks, seeds: [0, 1, 2]), table: table)
    let places = try report.found.map { NASBench201.index(of: try NASBench201.Architecture(parsing: $0.cell)) }
    for (found, index) in zip(report.found, places) {
      let accuracy = try #require(found.accuracies[1])
      #expect(found.accuracies[0] == nil && found.accuracies[2] == nil)
      #expect(accuracy.value == column[index] && accuracy.rank == index + 1 && accuracy.count == 15_625)
    }
    let values = places.map { column[$0] }
    let mean = values.reduce(0, +) / 3
    let deviation = (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 2).squareRoot()
    let summary = try #require(report.summaries.first)
    #expect(report.summaries.count == 1 && summary.accuracy.count == 3 && summary.dataset == .cifar100)
    #expect(abs(summary.accuracy.mean - mean) < 1e-12 && abs(summary.accuracy.deviation! - deviation) < 1e-12)
    let line = try place.text("run/summary.csv").split(separator: "\n").last
    #expect(line?.hasPrefix("ranks,cifar100,3,") == true && line?.hasSuffix(",71.24,0.56") == true)
    #expect(report.text().contains("71.24 ± 0.56"))
  }
}
