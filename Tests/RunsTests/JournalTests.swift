import Files
import Foundation
import Runs
import Scores
import Synchronization
import TestSupport
import Testing

/// What becomes of a run whose files were changed behind its back: an error that names the line, or the right rows.
@Suite struct JournalTests {
  let place: Workplace
  let settings: RunSettings
  let whole: String
  let files: [String: String]
  static let names = ["run.json", "scores.csv", "scores.sum"]

  init() throws {
    place = try Workplace()
    settings = place.settings(.sample(8))
    whole = try place.scores(settings, in: "whole")
    files = try Dictionary(uniqueKeysWithValues: Self.names.map { [place] in ($0, try place.text("whole/\($0)")) })
  }

  /// The files of a run that has as many rows as asked for, in an order of its own, and all their checksums.
  private func lay(rows: Int = 16, changing name: String? = nil, to bytes: [UInt8]? = nil) throws {
    for file in Self.names { try place.write(files[file]!, to: "run/\(file)") }
    if rows < 16 {
      let lines = whole.split(separator: "\n")
      let order = [lines[0]] + lines.dropFirst().reversed().prefix(rows)
      try place.write(order.joined(separator: "\n") + "\n", to: "run/scores.csv")
    }
    if let name, let bytes { try Data(bytes).write(to: URL(filePath: place.path("run/\(name)"))) }
  }

  /// Resumes the run; what was noted, and how many rows there were.
  private func resume() throws -> (notes: [String], rows: Int) {
    var notes: [String] = []
    let result = try place.run(settings, in: "run").execute(note: { notes.append($0) })
    return (notes, result.resumed)
  }

  @Test func aChangedDigitIsSeen() throws {
    var lines = whole.split(separator: "\n").map(String.init)
    let place5 = lines[4].lastIndex { $0.isNumber && $0 != "0" }!
    lines[4].replaceSubrange(place5...place5, with: lines[4][place5] == "7" ? "8" : "7")
    try lay(changing: "scores.csv", to: Array((lines.joined(separator: "\n") + "\n").utf8))
    expect(.badData, "scores.csv", "line 5", "not as it was written") { try place.run(settings, in: "run").execute() }
    expect(.badData, "line 5") { _ = try ScoreFile(path: place.path("run")) }
    expect(.badData, "line 5") { try RunMerge.merge([place.path("run")], into: place.path("merged")) }
    lines.remove(at: 4)
    try place.write(lines.joined(separator: "\n") + "\n", to: "run/scores.csv")
    #expect(try place.run(settings, in: "run").execute().resumed == 15)
    #expect(try place.text("run/scores.csv") == whole && place.text("run/scores.sum") == files["scores.sum"])
  }

  /// One to three random changes anywhere in a file: bytes flipped, replaced, removed, added; lines swapped, doubled, removed.
  @Test(arguments: names, [16, 5]) func damageAnywhere(name: String, rows: Int) throws {
    var random = Mutator(seed: UInt64(name.utf8.count * 100 + rows))
    for trial in 0..<60 {
      try lay(rows: rows)
      let text = try place.text("run/\(name)")
      let bytes = random.damage(Array(text.utf8), times: 1 + trial % 3)
      try lay(rows: rows, changing: name, to: bytes)
      do {
        try place.run(settings, in: "run").execute()
        #expect(try place.text("run/scores.csv") == whole, "\(name), trial \(trial)")
        #expect(try place.text("run/scores.sum") == files["scores.sum"], "\(name), trial \(trial)")
      } catch let error as StudyError {
        let words =
          name == "run.json" ? ["run.json", "holds a run with other settings", "shard"] : ["line ", "is no text"]
        #expect(words.contains { error.description.contains($0) }, "\(name), trial \(trial): \(error)")
      } catch let error as FileError {
        #expect(
          ["line ", "is no text"].contains { error.description.contains($0) }, "\(name), trial \(trial): \(error)")
      }
    }
  }

  @Test func rowsWithoutTheirChecksumsAreComputedAgain() throws {
    let sums = files["scores.sum"]!.split(separator: "\n")
    try lay(changing: "scores.sum", to: Array((sums.prefix(12).joined(separator: "\n") + "\n").utf8))
    let (told, rows) = try resume()
    #expect(rows == 11)
    #expect(told.count == 1 && told[0].contains("5 rows"))
    #expect(try place.text("run/scores.csv") == whole && place.text("run/scores.sum") == files["scores.sum"])
  }

  @Test func withoutChecksumsRowsAreTakenAsTheyAre() throws {
    try lay()
    try FileManager.default.removeItem(atPath: place.path("run/scores.sum"))
    let (told, rows) = try resume()
    #expect(rows == 16)
    #expect(told.count == 1 && told[0].contains("scores.sum: is missing"))
    #expect(try place.text("run/scores.sum") == files["scores.sum"])
  }

  // MARK: the lock

  /// The system's lock ends with its process; what is left is a file that says who it was.
  @Test func aKilledProcessIsTold() throws {
    try lay(rows: 5)
    try place.write(#"{"host":"node4","process":4711,"began":1,"resumed":0}"#, to: "run/run.lock")
    let told = try resume().notes
    #expect(told.count == 1 && told[0].contains("4711") && told[0].contains("node4"))
    #expect(try place.text("run/scores.csv") == whole)
    #expect(!place.contains("run/run.lock"))
  }

  @Test func aHeldRunNamesItsProcess() throws {
    let tried = Atomic(false)
    let own = "process \(ProcessInfo.processInfo.processIdentifier) on"
    try place.run(settings, in: "run", threads: 1).execute(progress: { [place, settings] _ in
      guard !tried.exchange(true, ordering: .relaxed) else { return }
      expect(.usage, "another process", own) { try place.run(settings, in: "run").execute() }
    })
    #expect(!place.contains("run/run.lock"))
  }

  @Test func aRunThatIsTakenAwayStops() throws {
    let settings = place.settings(.population(.all)) { $0.repeats = 1 }
    let moved = Atomic(false)
    expect(.inputOutput, "is gone", "resume") {
      try place.run(settings, in: "run", threads: 1).execute(progress: { [place] state in
        guard state.done == 3, !moved.exchange(true, ordering: .relaxed) else { return }
        try? FileManager.default.moveItem(atPath: place.path("run"), toPath: place.path("away"))
      })
    }
    let rows = try ScoreFile(path: place.path("away")).rows.count
    #expect(rows >= 3 && rows < 15_625)
  }
}
