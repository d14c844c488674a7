import Files
import Foundation
import Scores

/// Joins the parts of a run that were computed apart.
public enum RunMerge {
  /// Checks that the parts belong together and are complete, and writes the whole run. Its `scores.csv` is the same bytes as
  /// that of a run in one piece.
  ///
  /// - Parameters:
  ///   - parts: run directories with equal settings.
  ///   - output: the directory of the whole run, which must not be there yet, or be empty. It appears complete or not at all.
  /// - Returns: the number of rows written.
  /// - Throws: ``StudyError`` naming settings that differ, rows found twice, or rows that are missing.
  @discardableResult
  public static func merge(_ parts: [String], into output: String) throws -> Int {
    let manifest = try commonManifest(of: parts)
    let isEmpty = output.entries?.isEmpty ?? false
    guard isEmpty || !output.exists else {
      throw StudyError(.usage, "\(output): is there already; choose another --output")
    }
    let settings = manifest.determines
    let columns = ScoringRun.columns(settings.metrics)
    let rows = try collect(parts, columns: columns)
    try checkComplete(rows, settings: settings, parts: parts)
    let failures = try parts.flatMap(CellFailure.read(directory:))
    try write(manifest, rows: rows.map(\.row), failures: failures, columns: columns, to: output)
    return rows.count
  }

  /// The manifest of the whole: settings that all parts share, and the first part's record.
  private static func commonManifest(of parts: [String]) throws -> RunManifest {
    guard let first = parts.first else { throw StudyError(.usage, "merge needs at least one run directory") }
    var whole = try RunManifest(directory: first)
    for part in parts.dropFirst() {
      let manifest = try RunManifest(directory: part)
      whole.record.add(manifest.record.processorTime ?? [:])
      let differences = manifest.determines.differences(
        from: whole.determines, there: "in \(first)", here: "in \(part)")
      guard differences.isEmpty else {
        throw StudyError(.badData, "the runs do not belong together: \(differences.joined(separator: "; "))")
      }
    }
    (whole.record.shard, whole.record.rows) = (Shard.whole.description, nil)
    whole.record.finished = RunManifest.Record.now
    return whole
  }

  private static func collect(_ parts: [String], columns: [String]) throws -> [(row: ScoreRow, part: String)] {
    var owner: [RowKey: String] = [:]
    return try parts.flatMap { part in
      let file = try ScoreFile(path: part)
      guard file.metrics == columns else {
        throw StudyError(.badData, "\(ScoreFile.path(in: part)): line 1: its columns are not those of run.json")
      }
      return try file.rows.map { row in
        if let other = owner.updateValue(part, forKey: row.key) {
          throw StudyError(.badData, "cell \(row.index), repeat \(row.repeat) is in both \(other) and \(part)")
        }
        return (row, part)
      }
    }
  }

  private static func checkComplete(
    _ rows: [(row: ScoreRow, part: String)], settings: RunSettings, parts: [String]
  ) throws {
    let wanted = Set(try Shard.whole.rows(of: settings))
    if let stray = rows.first(where: { !wanted.contains($0.row.key) }) {
      throw StudyError(
        .badData, "\(stray.part): cell \(stray.row.index), repeat \(stray.row.repeat) is not part of the run")
    }
    if let missing = wanted.subtracting(rows.map(\.row.key)).min() {
      throw StudyError(
        .badData,
        "\(wanted.count - rows.count) of \(wanted.count) rows are in none of the runs, cell \(missing.index) repeat \(missing.repeat) among them\(try hint(parts)); finish every shard first"
      )
    }
  }

  /// Where rows are missing: in shards that were not given, or are not finished.
  private static func hint(_ parts: [String]) throws -> String {
    let manifests = try parts.map { ($0, try RunManifest(directory: $0)) }
    let unfinished = manifests.filter { $0.1.record.finished == nil }.map(\.0)
    let absent = try Shard.absent(manifests.map { try Shard(parsing: $0.1.record.shard) }).map(\.description)
    return (absent.isEmpty ? "" : "; not given: shard \(absent.joined(separator: ", "))")
      + (unfinished.isEmpty ? "" : "; not finished: \(unfinished.joined(separator: ", "))")
  }

  /// Writes the run beside its place and moves it there in one step.
  private static func write(
    _ manifest: RunManifest, rows: [ScoreRow], failures: [CellFailure], columns: [String], to output: String
  ) throws {
    let target = output.resolved.withoutEndingSlashes
    let temporary = "\(target).\(ProcessInfo.processInfo.processIdentifier).partial"
    try AtomicFile.makeDirectory(temporary)
    let files = [ScoreFile.path(in: temporary), RowSums.path(in: temporary), RunManifest.path(in: temporary)]
    for path in [temporary] + files { Temporaries.remember(path) }
    defer { for path in [temporary] + files { Temporaries.forget(path) } }
    do {
      try AtomicFile.write(ScoreRow.table(columns, rows), to: ScoreFile.path(in: temporary))
      try AtomicFile.write(RowSums.table(rows), to: RowSums.path(in: temporary))
      try CellFailure.write(CellFailure.table(failures, rows: rows, metrics: columns), directory: temporary)
      try manifest.write(directory: temporary)
      guard rename(temporary.fileName, target.fileName) == 0 else { throw AtomicFile.failure(output) }
    } catch {
      for path in files { unlink(path.fileName) }
      unlink(CellFailure.path(in: temporary).fileName)
      rmdir(temporary.fileName)
      throw error
    }
  }
}
