import AccuracyTables
import Files
import Foundation
import Runs
import Scores
import SearchSpaces
import Sheets
import TestSupport
import Testing

/// Parsers on text that nobody meant: they accept what reads back as the same, or throw an error of one line; nothing else.
///
/// The kept corpus (`Tests/Corpus/<parser>`) is replayed as it is, then damaged at random from a seed. `FUZZ_SECONDS=600`
/// makes all fuzzers together, these and those of the whole program (`tenasTests/FuzzedProgramTests`), take that long;
/// `TENAS_FUZZ_INPUT` names a file that always holds the input in hand, in case it ends the process.
@Suite(.serialized) struct FuzzTests {
  /// What each parser takes: of half of the time, its part.
  static let seconds = FuzzTime.seconds.map { $0 / 2 / parsers }
  private static let parsers = 8.0
  static let kept = ProcessInfo.processInfo.environment["TENAS_FUZZ_INPUT"]
  static let corpus = URL(filePath: Repository.path("Tests/Corpus"))

  /// Every file of a parser's corpus, by name.
  private func seeds(_ parser: String) throws -> [[UInt8]] {
    let folder = Self.corpus.appending(path: parser)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .map { Array(try Data(contentsOf: folder.appending(path: $0))) }
  }

  /// Hands the corpus and damaged copies of it to a parser; an input that was accepted joins what is damaged next.
  private func fuzz(_ parser: String, trials: Int, _ parse: ([UInt8]) throws -> Bool) throws {
    var pool = try seeds(parser)
    #expect(!pool.isEmpty)
    for bytes in pool { _ = try parse(bytes) }
    var random = Mutator(seed: UInt64(parser.utf8.count))
    let deadline = Self.seconds.map { ContinuousClock.now + .seconds($0) }
    var (trial, accepted) = (0, 0)
    while deadline.map({ ContinuousClock.now < $0 }) ?? (trial < trials) {
      let bytes = random.damage(pool[random.below(pool.count)], times: 1 + random.below(4))
      if let kept = Self.kept { try Data(bytes).write(to: URL(filePath: kept)) }
      if try parse(bytes) {
        accepted += 1
        if pool.count < 500 && bytes.count < 4000 { pool.append(bytes) }
      }
      trial += 1
    }
    if deadline != nil { print("fuzzed \(parser): \(trial) inputs, \(accepted) accepted") }
  }

  /// Whether a parser accepts; an error must be of the kind, and one line.
  private func accepts<E: Error & CustomStringConvertible>(_ kind: E.Type, _ body: () throws -> Void) throws -> Bool {
    do {
      try body()
      return true
    } catch let error as E {
      #expect(!error.description.isEmpty && !error.description.contains("\n"), "\(error)")
      return false
    }
  }

  @Test func architectures() throws {
    try fuzz("architectures", trials: 5_000) { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      return try accepts(SearchSpaceError.self) {
        let cell = try NASBench201.Architecture(parsing: text)
        #expect(try NASBench201.Architecture(parsing: cell.description) == cell)
        #expect(NASBench201.architectures[NASBench201.index(of: cell)] == cell)
      }
    }
  }

  @Test func genotypes() throws {
    try fuzz("genotypes", trials: 5_000) { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      return try accepts(SearchSpaceError.self) {
        let cell = try DARTS.Genotype(parsing: text)
        #expect(try DARTS.Genotype(parsing: cell.description) == cell)
      }
    }
  }

  @Test func scores() throws {
    let place = try Workplace()
    let path = place.path("scores.csv")
    try fuzz("csv", trials: 1_500) { bytes in
      try place.write(bytes, to: "scores.csv")
      do {
        let file = try ScoreFile(path: path)
        #expect(Set(file.rows.map { [$0.index, $0.repeat] }).count == file.rows.count)
        #expect(file.rows.allSatisfy { $0.scores.count == file.metrics.count })
        return true
      } catch let error as FileError {
        #expect(!error.description.contains("\n"), "\(error)")
      } catch let error as StudyError {
        #expect(!error.description.contains("\n"), "\(error)")
      }
      return false
    }
  }

  /// Tables of any kind: what is read has a field a column in each row, and is read the same way again.
  @Test func sheets() throws {
    let place = try Workplace()
    let path = place.path("sheet")
    try fuzz("sheets", trials: 3_000) { bytes in
      try place.write(bytes, to: "sheet")
      return try accepts(FileError.self) {
        let sheet = try Sheet(reading: path, keys: ["arch", "net", "index"])
        #expect(sheet.rows.allSatisfy { $0.fields.count == sheet.header.count })
        #expect(
          try Sheet(reading: path, keys: ["arch", "net", "index"]).rows.map(\.fields) == sheet.rows.map(\.fields))
      }
    }
  }

  /// The same files as scores, as accuracies and as lists of cells.
  @Test func tables() throws {
    let place = try Workplace()
    let path = place.path("sheet")
    let order = NASBench201.architectures.map(\.description)
    try fuzz("sheets", trials: 300) { bytes in
      try place.write(bytes, to: "sheet")
      func isRead(_ body: () throws -> Void) throws -> Bool {
        do {
          try body()
          return true
        } catch let error as any Failure {
          #expect(!error.description.isEmpty && !error.description.contains("\n"), "\(error)")
          return false
        }
      }
      let scores = try isRead { _ = try ScoreTable(readingFrom: path) }
      let layout = CSVImport.Layout(architecture: "arch", columns: ["m": ColumnName(.cifar10)])
      let accuracies = try isRead {
        _ = try CSVImport(readingFrom: path, order: order, layout: layout) {
          try NASBench201.CellName($0).architecture.description
        }
      }
      let cells = try isRead { _ = try Selection(readingFrom: path) }
      return scores || accuracies || cells
    }
  }

  @Test func cellNames() throws {
    try fuzz("cells", trials: 5_000) { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      return try accepts(SearchSpaceError.self) {
        let name = try NASBench201.CellName(text)
        #expect(try NASBench201.CellName(name.architecture.description).architecture == name.architecture)
      }
    }
  }

  @Test func manifests() throws {
    let place = try Workplace()
    try fuzz("run.json", trials: 1_500) { bytes in
      try place.write(bytes, to: "run.json")
      return try accepts(StudyError.self) {
        let manifest = try RunManifest(directory: place.directory)
        #expect(manifest.determines.differences(from: manifest.determines).isEmpty)
      }
    }
  }
}
