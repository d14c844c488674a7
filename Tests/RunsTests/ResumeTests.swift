import Foundation
import Runs
import Scores
import SearchSpaces
import TestSupport
import Testing

/// However a run was stopped, resuming it ends in the bytes of a run that was not.
@Suite struct ResumeTests {
  let place: Workplace
  let settings: RunSettings
  let whole: String
  let manifest: String

  init() throws {
    place = try Workplace()
    settings = place.settings(.sample(8))
    whole = try place.scores(settings, in: "whole")
    manifest = try place.text("whole/run.json")
  }

  /// A run directory with this journal.
  private func journal(_ text: String, in name: String = "run") throws {
    try place.write(manifest, to: "\(name)/run.json")
    try place.write(text, to: "\(name)/scores.csv")
  }

  @Test(arguments: [0, 1, 2, 5, 9, 15]) func afterAnInterruption(rows: Int) throws {
    place.interrupt(place.run(settings, in: "run", threads: 1), after: rows)
    #expect(try ScoreFile(path: place.path("run")).rows.count == rows)
    #expect(try RunManifest(directory: place.path("run")).record.finished == nil)
    let result = try place.run(settings, in: "run", threads: 3).execute()
    #expect(result == ScoringRun.Progress(done: 16, resumed: rows, total: 16))
    #expect(try place.text("run/scores.csv") == whole)
    #expect(try RunManifest(directory: place.path("run")).record.finished != nil)
    #expect(try RunManifest(directory: place.path("run")).record.threads == 3)
  }

  @Test func afterManyInterruptionsWithOtherThreads() throws {
    for threads in [3, 1, 2] { place.interrupt(place.run(settings, in: "run", threads: threads), after: 4) }
    #expect(try place.scores(settings, in: "run", threads: 1) == whole)
  }

  /// A crash can leave any beginning of what was written: within the header, within a line, between lines.
  @Test func afterACutAnywhere() throws {
    let bytes = Array(whole.utf8)
    let header = whole.prefix { $0 != "\n" }.utf8.count
    var random = SystemRandomNumberGenerator()
    let cuts =
      [0, 1, header - 1, header, header + 1, header + 2, bytes.count - 1, bytes.count]
      + (0..<40).map { _ in Int.random(in: 0...bytes.count, using: &random) }
    for cut in cuts {
      try journal(String(decoding: bytes[..<cut], as: UTF8.self))
      let rows = max(0, bytes[..<cut].count { $0 == UInt8(ascii: "\n") } - 1)
      let result = try place.run(settings, in: "run").execute()
      #expect(result.resumed == rows, "cut at \(cut)")
      #expect(try place.text("run/scores.csv") == whole, "cut at \(cut)")
    }
  }

  @Test func rowsAddedAfterATornLine() throws {
    let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
    try journal(([lines[0], lines[9], lines[3]] + [lines[5].prefix(20)]).joined(separator: "\n"))
    place.interrupt(place.run(settings, in: "run", threads: 1), after: 3)
    #expect(try ScoreFile(path: place.path("run")).rows.count == 5)
    #expect(try place.scores(settings, in: "run") == whole)
  }

  @Test func journalsAreInAnyOrder() throws {
    let lines = whole.split(separator: "\n")
    try journal(([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n")
    #expect(try place.run(settings, in: "run").execute().resumed == 16)
    #expect(try place.text("run/scores.csv") == whole)
  }

  @Test func withoutAJournal() throws {
    try place.write(manifest, to: "run/run.json")
    #expect(try place.scores(settings, in: "run") == whole)
  }

  @Test func aFinishedRunIsLeftAlone() throws {
    func identities() throws -> [AnyHashable?] {
      try ["run.json", "scores.csv"].map {
        try FileManager.default.attributesOfItem(atPath: place.path("whole/\($0)"))[.systemFileNumber] as? AnyHashable
      }
    }
    let (before, manifest) = (try identities(), try place.text("whole/run.json"))
    let result = try place.run(settings, in: "whole", threads: 1).execute()
    #expect(result == ScoringRun.Progress(done: 16, resumed: 16, total: 16))
    #expect(try identities() == before && !before.contains(nil))
    #expect(try place.text("whole/run.json") == manifest && place.text("whole/scores.csv") == whole)
  }

  /// Every change of a whole line is a fault of the file, not of the crash, and is told with its line.
  @Test(arguments: [
    ("x1", 0, "not the index"), ("15625", 0, "not the index"), ("|none~0|", 1, "cell"), ("-1", 2, "repeat"),
    ("much", 3, "'much'"), ("1,2", 4, "8 fields"),
  ])
  func linesThatAreNoRows(value: String, field: Int, word: String) throws {
    var lines = whole.split(separator: "\n").map(String.init)
    var fields = lines[4].split(separator: ",").map(String.init)
    fields[field] = value
    lines[4] = fields.joined(separator: ",")
    try journal(lines.joined(separator: "\n") + "\n")
    expect(.badData, "scores.csv", "line 5", word) { try place.run(settings, in: "run").execute() }
    #expect(try place.text("run/scores.csv") == lines.joined(separator: "\n") + "\n")
  }

  @Test func rowsThatDoNotBelong() throws {
    let lines = whole.split(separator: "\n").map(String.init)
    try journal((lines + [lines[1]]).joined(separator: "\n") + "\n")
    expect(.badData, "line 18", "line 2", "already") { try place.run(settings, in: "run").execute() }
    let stranger = NASBench201.architectures.indices.first { index in !lines.contains { $0.hasPrefix("\(index),") } }!
    let cell = NASBench201.architectures[stranger]
    try journal(whole + "\(stranger),\(cell),0,1,1,1,1\n")
    expect(.badData, "cell \(stranger)", "not part of this run") { try place.run(settings, in: "run").execute() }
  }

  /// What is not this run's journal is not cut, however it ends.
  @Test(arguments: ["a thesis", "a thesis\n", "index,architecture,repeat,kappa\n1,", "\n"])
  func filesOfAnotherKind(text: String) throws {
    try journal(text)
    expect(.badData, "scores.csv", "line 1", "index,architecture,repeat,kappa,regions,parameters,flops") {
      try place.run(settings, in: "run").execute()
    }
    #expect(try place.text("run/scores.csv") == text)
  }

  @Test func manifestsThatAreNone() throws {
    try place.write("{", to: "run/run.json")
    expect(.badData, "run.json", "not JSON") { try place.run(settings, in: "run").execute() }
    try place.write(manifest.replacing("\"seed\"", with: "\"sead\""), to: "run/run.json")
    expect(.badData, "run.json", "lacks 'determines.seed'") { try place.run(settings, in: "run").execute() }
    try place.write(manifest.replacing("\"paper\"", with: "\"private\""), to: "run/run.json")
    expect(.badData, "run.json", "'determines.protocol'") { try place.run(settings, in: "run").execute() }
    try place.write(manifest.replacing("\"seed\" : 7", with: "\"seed\" : \"7\""), to: "run/run.json")
    expect(.badData, "run.json", "'determines.seed' has the wrong type") {
      try place.run(settings, in: "run").execute()
    }
    expect(.noSuchFile, "nowhere") { _ = try RunManifest(directory: place.path("nowhere")) }
  }
}
