import Foundation
import TENAS
import TestSupport
import Testing

// begin of the example in data/SCHEMA.md
func lowestKappa(table path: String, run: String) throws -> (index: Int, kappa: Double, accuracy: Double)? {
  let accuracy = try BenchmarkTable.open(path).values(ColumnName(.cifar10))
  guard try RunManifest(directory: run).determines.metrics.contains("kappa") else { return nil }
  let scores = try CellScores(ScoreFile(path: run), name: run)
  guard let column = scores.metrics.firstIndex(of: "kappa") else { return nil }
  let cells = zip(scores.indices, scores.columns[column])
  return cells.min { $0.1 < $1.1 }.map { ($0.0, $0.1, accuracy[$0.0]) }
}
// end of the example

/// `data/SCHEMA.md` against what is written.
@Suite struct SchemaTests {
  let place: Workplace
  let schema: String

  init() throws {
    place = try Workplace()
    schema = try String(contentsOfFile: Repository.path("data/SCHEMA.md"), encoding: .utf8)
  }

  private func writeTable() throws {
    let architectures = NASBench201.architectures.map(\.description)
    let accuracies = architectures.indices.map { 10 + Double($0 % 900) / 10 }
    try AccuracyTable(source: "made up", architectures: architectures, columns: [ColumnName(.cifar10): accuracies])
      .write(to: place.path("table.h5"))
  }

  @Test func versions() throws {
    #expect(schema.contains("| accuracy table | \(AccuracyTable.version) |"))
    #expect(schema.contains("## Accuracy table, version \(AccuracyTable.version)\n"))
    #expect(schema.contains("`\(AccuracyTable.format)`"))
    #expect(schema.contains("| run directory | \(RunFormat.version) |"))
    #expect(schema.contains("## Run directory, version \(RunFormat.version)\n"))
    try place.scores(place.settings(.sample(2)), in: "run")
    let manifest = try RunManifest(directory: place.path("run"))
    #expect(manifest.record.schema == RunFormat.version)
    #expect(try place.text("run/run.json").contains("\"schema\" : \(RunFormat.version)"))
  }

  @Test func runsOfOtherVersions() throws {
    try place.scores(place.settings(.sample(2)), in: "run")
    let text = try place.text("run/run.json")
    let line = "\"schema\" : \(RunFormat.version)"
    for other in ["\(RunFormat.version + 1)", "0"] {
      try place.write(text.replacing(line, with: "\"schema\" : \(other)"), to: "run/run.json")
      expect(.badData, "run.json", "schema \(other)", "schemas 1 to 2") {
        _ = try RunManifest(directory: place.path("run"))
      }
      expect(.badData, "run.json", "schema \(other)") { _ = try ScoreFile(path: place.path("run")) }
    }
    try place.write(text.replacing("    \(line),\n", with: ""), to: "run/run.json")
    let old = try RunManifest(directory: place.path("run"))
    #expect(old.record.schema == nil && old.record.rows == 4)
  }

  @Test(arguments: ["NAME/COLUMN", "NAME/epochs12/COLUMN", "NAME/COLUMN_by_seed"]) func columns(form: String) {
    #expect(schema.contains("`/datasets/\(form)`"))
    for dataset in BenchmarkDataset.allCases { #expect(schema.contains("`\(dataset)`")) }
    for column in [
      "test_accuracy", "validation_accuracy", "train_accuracy", "test_loss", "flops", "parameters", "latency",
    ] {
      #expect(schema.contains("| `\(column)"))
    }
  }

  /// Every key of every kind of `run.json` is described.
  @Test func keys() throws {
    let genotypes = DARTS.sample(count: 1, seed: 0)
    var full = place.settings(.architectures([1, 2])) { $0 = ScoringProtocol(.full) }
    (full.scoring.kappa.depth, full.scoring.kappa.classes, full.scoring.regions.depth) = (1, 100, 1)
    (full.images.batchOrder, full.images.statistics) = (.classBalanced, .data)
    let settings = [
      place.settings(.sample(2)), place.settings(.population(.live)), place.settings(.genotypes(genotypes)), full,
    ]
    try place.write("a table", to: "table.h5")
    let table = try RunManifest.Record.Table(hashing: place.path("table.h5"))
    for settings in settings {
      var record = RunManifest.Record(images: "hdf5:images.h5#images", table: table)
      record.finished = RunManifest.Record.now
      try place.write("", to: "run/empty")
      try RunManifest(determines: settings, record: record).write(directory: place.path("run"))
      let object = try JSONSerialization.jsonObject(with: Data(place.text("run/run.json").utf8))
      for path in Self.leaves(object) { #expect(schema.contains("| `\(path)` |"), "\(path)") }
    }
    try place.scores(place.settings(.sample(2)), in: "scored")
    let scored = try JSONSerialization.jsonObject(with: Data(place.text("scored/run.json").utf8))
    for path in Self.leaves(scored) {
      let described = path.replacing(/processorTime\.\w+/, with: "processorTime.METRIC")
      #expect(schema.contains("| `\(described)` |"), "\(path)")
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: place.path("scored")) {
      #expect(schema.contains("| `\(name)` |"), "\(name)")
    }
    for column in try place.text("scored/scores.csv").split(separator: "\n")[0].split(separator: ",") {
      #expect(schema.contains("| `\(column)` |"), "\(column)")
    }
  }

  private static func leaves(_ object: Any, at path: String = "") -> [String] {
    guard let members = object as? [String: Any] else { return [path] }
    return members.flatMap { leaves($1, at: path.isEmpty ? $0 : "\(path).\($0)") }
  }

  @Test func exampleIsTheOneThatRuns() throws {
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let example = try #require(source.firstMatch(of: /in data\/SCHEMA\.md\n((?s:.)*?)\/\/ end of the example\n/)).1
    #expect(schema.contains("```swift\nimport TENAS\n\n\(example)```\n"))

    try writeTable()
    try place.scores(place.settings(.sample(6)), in: "run")
    let found = try #require(try lowestKappa(table: place.path("table.h5"), run: place.path("run")))
    let rows = try ScoreFile(path: place.path("run")).rows
    let means = Dictionary(grouping: rows, by: \.index).mapValues { rows in
      rows.map { $0.scores[0]! }.reduce(0, +) / Double(rows.count)
    }
    let best = try #require(means.min { $0.value < $1.value })
    #expect(found.index == best.key && found.kappa == best.value)
    #expect(found.accuracy == 10 + Double(best.key % 900) / 10)
  }
}
