import Foundation
import Runs
import Scores
import SearchSpaces
import TestSupport
import Testing

@Suite struct MergeTests {
  let place: Workplace
  let settings: RunSettings

  init() throws {
    place = try Workplace()
    settings = place.settings(.sample(7))
    for number in 1...3 {
      try place.scores(settings, in: "part\(number)", shard: Shard(parsing: "\(number)/3"), threads: number)
    }
  }

  private func merge(_ parts: [String], into output: String) throws {
    try RunMerge.merge(parts.map(place.path), into: place.path(output))
  }

  private var entries: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: place.directory).sorted()) ?? []
  }

  @Test func partsMakeTheWhole() throws {
    #expect(try RunMerge.merge(["part3", "part1", "part2"].map(place.path), into: place.path("merged")) == 14)
    #expect(try place.text("merged/scores.csv") == place.scores(settings, in: "whole"))
    let manifest = try RunManifest(directory: place.path("merged"))
    #expect(manifest.determines == settings && manifest.record.shard == "1/1" && manifest.record.finished != nil)
    #expect(try place.run(settings, in: "merged").execute().resumed == 14)
  }

  @Test func shardsDivideTheCells() throws {
    let parts = try (1...3).map { try ScoreFile(path: place.path("part\($0)")).rows.map(\.index) }
    #expect(parts.joined().count == 14 && Set(parts.joined()).count == 7)
    #expect(parts.allSatisfy { !$0.isEmpty })
    let empty = try Shard(parsing: "9/9")
    #expect(try place.scores(settings, in: "ninth", shard: empty).split(separator: "\n").count == 1)
  }

  @Test func oneWholeRunIsAMerge() throws {
    let whole = try place.scores(settings, in: "whole")
    try merge(["whole"], into: "empty/../copy/")
    #expect(try place.text("copy/scores.csv") == whole)
  }

  /// Each refusal names what is wrong and leaves nothing behind.
  @Test func refusals() throws {
    try place.scores(place.settings(.sample(7), seed: 8) { $0.kappa.batch = 5 }, in: "other")
    try FileManager.default.createDirectory(atPath: place.path("full"), withIntermediateDirectories: false)
    try place.write("notes", to: "full/notes.txt")
    try place.writeSmallImages()
    let before = entries
    expect(.badData, "of 14 rows", "not given: shard 3/3", "finish") { try merge(["part1", "part2"], into: "merged") }
    expect(.badData, "in both", "part1") { try merge(["part1", "part2", "part1"], into: "merged") }
    expect(.badData, "--batch is 4 in", "and 5 in", "other", "--seed is 7") {
      try merge(["part1", "other"], into: "merged")
    }
    expect(.noSuchFile, "nowhere", "not a run directory") { try merge(["part1", "nowhere"], into: "merged") }
    expect(.usage, "at least one") { try merge([], into: "merged") }
    for output in ["part1", "full", "images.h5"] {
      expect(.usage, output, "choose another") { try merge(["part1", "part2", "part3"], into: output) }
    }
    expect(.inputOutput, "images.h5/merged") { try merge(["part1", "part2", "part3"], into: "images.h5/merged") }
    #expect(entries == before)
    #expect(try place.text("full/notes.txt") == "notes")
  }

  @Test func tornAndStrayRows() throws {
    let scores = try place.text("part2/scores.csv")
    try place.write(String(scores.dropLast(3)), to: "part2/scores.csv")
    expect(.badData, "part2/scores.csv", "torn", "tenas score") {
      try merge(["part1", "part2", "part3"], into: "merged")
    }
    let known = Set(try settings.selection.indices(seed: settings.seed))
    let stranger = NASBench201.architectures.indices.first { !known.contains($0) }!
    try place.write(scores + "\(stranger),\(NASBench201.architectures[stranger]),0,1,1,1,1\n", to: "part2/scores.csv")
    expect(.badData, "part2", "cell \(stranger)", "not part") {
      try merge(["part1", "part2", "part3"], into: "merged")
    }
    #expect(!place.contains("merged"))
  }
}
