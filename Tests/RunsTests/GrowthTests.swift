import Foundation
import Metrics
import Runs
import Scores
import SearchSpaces
import TestSupport
import Testing

/// A run that is given further metrics, cells or repeats ends in the bytes of a run made at once.
@Suite struct GrowthTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  /// Settings of a run whose metrics cost little, with the counts that every run has.
  private func settings(
    _ metrics: String..., cells: Selection = .sample(6), repeats: Int = 2,
    change: @escaping (inout ScoringProtocol) -> Void = { _ in }
  ) -> RunSettings {
    let all = Set(metrics + ["parameters", "flops"])
    let names = MetricTable.entries.map(\.description.name).filter(all.contains)
    return place.settings(cells, metrics: names) { scoring in
      scoring.repeats = repeats
      for name in ["snip", "nwot"] {
        scoring.literature[name] = Setup(channels: 2, cellsPerStage: 1, batch: 4)
      }
      change(&scoring)
    }
  }

  private func expectSame(_ grown: String, _ whole: String) throws {
    for file in ["scores.csv", "scores.sum"] {
      #expect(try place.text("\(grown)/\(file)") == place.text("\(whole)/\(file)"), "\(file)")
    }
    let (grown, whole) = try (
      RunManifest(directory: place.path(grown)), RunManifest(directory: place.path(whole))
    )
    #expect(grown.determines.differences(from: whole.determines).isEmpty)
    #expect(grown.record.finished != nil && grown.record.rows == whole.record.rows)
  }

  @Test func metricsThenCells() throws {
    try place.scores(settings("kappa", cells: .sample(6)), in: "run")
    let added = try place.run(settings("regions", cells: .sample(6)), in: "run").execute()
    #expect(added == ScoringRun.Progress(done: 12, resumed: 0, total: 12))
    let grown = try place.run(settings("kappa", "regions", cells: .sample(12)), in: "run").execute()
    #expect(grown == ScoringRun.Progress(done: 24, resumed: 12, total: 24))
    try place.scores(settings("kappa", "regions", cells: .sample(12)), in: "whole")
    try expectSame("run", "whole")
  }

  /// Whatever the order in which they come, columns are in the order of the table.
  @Test(arguments: [["snip", "nwot", "kappa"], ["nwot", "kappa", "snip"], ["kappa", "snip", "nwot"]])
  func metricsInAnyOrder(_ order: [String]) throws {
    for metric in order { try place.scores(settings(metric), in: "run") }
    try place.scores(settings("kappa", "snip", "nwot"), in: "whole")
    try expectSame("run", "whole")
  }

  @Test func repeatsAndThePopulation() throws {
    try place.scores(settings("regions", cells: .architectures([3, 5]), repeats: 1), in: "run")
    try place.scores(settings("regions", cells: .architectures([3, 4, 5]), repeats: 3), in: "run")
    try place.scores(settings("regions", cells: .architectures([3, 4, 5]), repeats: 3), in: "whole")
    try expectSame("run", "whole")
  }

  /// A metric that is there already keeps its settings when others are added without naming them again.
  @Test func settingsOfWhatIsThereStay() throws {
    try place.scores(settings("kappa") { $0.kappa.batch = 6 }, in: "run")
    try place.scores(settings("snip"), in: "run")
    try place.scores(settings("kappa", "snip") { $0.kappa.batch = 6 }, in: "whole")
    try expectSame("run", "whole")
  }

  @Test func whatCannotGrow() throws {
    try place.scores(settings("kappa", cells: .sample(6)), in: "run")
    let before = try place.text("run/scores.csv")
    for (other, words) in [
      (settings("kappa", cells: .sample(4)), "--sample 6 there and --sample 4 here"),
      (settings("kappa", cells: .architectures([1, 2])), "--sample 6 there and --architectures"),
      (settings("kappa", repeats: 1), "--repeats is 2 there and 1 here"),
      (settings("kappa", "regions") { $0.kappa.batch = 6 }, "--batch is 4 there and 6 here"),
    ] {
      expect(.usage, words) { try place.run(other, in: "run").execute() }
      #expect(try place.text("run/scores.csv") == before, "\(words)")
    }
  }

  @Test func aPartOfARunGetsMetricsButNoCells() throws {
    let shard = try Shard(parsing: "1/2")
    try place.scores(settings("kappa", cells: .sample(6)), in: "part", shard: shard)
    expect(.usage, "a part of a run cannot get more") {
      try place.run(settings("kappa", cells: .sample(8)), in: "part", shard: shard).execute()
    }
    try place.scores(settings("regions", cells: .sample(6)), in: "part", shard: shard)
    try place.scores(settings("kappa", "regions", cells: .sample(6)), in: "whole", shard: shard)
    try expectSame("part", "whole")
  }

  /// Interrupted at every row of every stage.
  @Test(arguments: 0..<6) func interruptedWhileItGrows(rows: Int) throws {
    place.interrupt(place.run(settings("kappa"), in: "run", threads: 1), after: rows)
    place.interrupt(place.run(settings("regions"), in: "run", threads: 1), after: rows)
    place.interrupt(place.run(settings("snip", cells: .sample(9)), in: "run", threads: 1), after: rows)
    try place.scores(settings("kappa", "regions", "snip", cells: .sample(9)), in: "run")
    try place.scores(settings("kappa", "regions", "snip", cells: .sample(9)), in: "whole")
    try expectSame("run", "whole")
  }

  /// A kill can fall between any two writes: after the manifest and before the columns, within a line that completes a row, and
  /// between a checksum and its row.
  @Test func killedBetweenAnyTwoWrites() throws {
    let (narrow, wide) = (settings("kappa"), settings("kappa", "regions"))
    try place.scores(narrow, in: "narrow")
    try place.scores(wide, in: "whole")
    let whole = try place.text("whole/scores.csv")
    for name in ["scores.csv", "scores.sum"] { try place.write(try place.text("narrow/\(name)"), to: "run/\(name)") }
    try place.write(try place.text("whole/run.json"), to: "run/run.json")
    #expect(try place.scores(wide, in: "run") == whole, "after the manifest")

    // The journal as it is while rows are completed: narrow rows first, then a completed one, cut anywhere.
    let lines = whole.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let partial = lines.dropFirst().dropLast().map { line in
      var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      fields[4] = ""
      return fields.joined(separator: ",")
    }
    let journal = ([lines[0]] + partial + [lines[3], lines[5]]).joined(separator: "\n") + "\n"
    let start = journal.utf8.count - lines[3].utf8.count - lines[5].utf8.count - 2
    for cut in stride(from: start, through: journal.utf8.count, by: 7) {
      try place.write(try place.text("whole/run.json"), to: "cut/run.json")
      try place.write(String(decoding: Array(journal.utf8)[..<cut], as: UTF8.self), to: "cut/scores.csv")
      try? FileManager.default.removeItem(atPath: place.path("cut/scores.sum"))
      #expect(try place.scores(wide, in: "cut") == whole, "cut at \(cut)")
    }
  }

  /// A second line may add scores to a row, not change them.
  @Test func aSecondLineOfARow() throws {
    let whole = try place.scores(settings("kappa"), in: "run")
    let first = whole.split(separator: "\n")[1]
    try FileManager.default.removeItem(atPath: place.path("run/scores.sum"))
    try place.write(whole + first + "\n", to: "run/scores.csv")
    expect(.badData, "is on line 2 already") { try place.run(settings("kappa"), in: "run").execute() }
  }
}
