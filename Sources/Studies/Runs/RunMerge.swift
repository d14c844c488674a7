import Foundation

/// Joins the parts of a run that were computed apart.
public enum RunMerge {
  /// Checks that the parts belong together and are complete, and writes the whole run.
  ///
  /// - Parameters:
  ///   - parts: run directories with equal settings.
  ///   - output: the directory of the whole run, which must not hold one yet.
  /// - Returns: the number of rows written.
  /// - Throws: ``StudyError`` naming settings that differ, rows found twice, or rows that are missing.
  @discardableResult
  public static func merge(_ parts: [String], into output: String) throws -> Int {
    guard let first = parts.first else { throw StudyError(.usage, "merge needs at least one run directory") }
    let manifests = try parts.map { try RunManifest(directory: $0) }
    let settings = manifests[0].determines
    for (part, manifest) in zip(parts, manifests).dropFirst() {
      let differences = manifest.determines.differences(from: settings, there: "in \(first)", here: "in \(part)")
      guard differences.isEmpty else {
        throw StudyError(.badData, "the runs do not belong together: \(differences.joined(separator: "; "))")
      }
    }
    guard !FileManager.default.fileExists(atPath: "\(output)/run.json") else {
      throw StudyError(.usage, "\(output): holds a run already; choose another --output")
    }
    let columns = ScoringRun.columns(settings.metrics)
    var owner: [RowKey: String] = [:]
    var rows: [ScoreRow] = []
    for part in parts {
      let file = try ScoreFile(path: part)
      guard file.metrics == columns else {
        throw StudyError(.badData, "\(part)/scores.csv: line 1: its columns are not those of run.json")
      }
      for row in file.rows {
        if let other = owner.updateValue(part, forKey: RowKey(row)) {
          throw StudyError(.badData, "cell \(row.index), repeat \(row.repeat) is in both \(other) and \(part)")
        }
      }
      rows += file.rows
    }
    try checkComplete(owner, settings: settings)
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    try Journal.finish(directory: output, metrics: columns, rows: rows)
    var record = manifests[0].record
    record.shard = nil
    record.finished = RunManifest.Record.now
    try RunManifest(determines: settings, record: record).write(directory: output)
    return rows.count
  }

  private static func checkComplete(_ present: [RowKey: String], settings: RunSettings) throws {
    let wanted = try Shard.whole.rows(of: settings)
    let missing = wanted.filter { present[$0] == nil }
    guard missing.isEmpty else {
      let examples = missing.prefix(3).map { "cell \($0.index) repeat \($0.repeat)" }.joined(separator: ", ")
      throw StudyError(.badData, "\(missing.count) of \(wanted.count) rows are in none of the runs: \(examples)…")
    }
    let known = Set(wanted)
    if let stray = present.first(where: { !known.contains($0.key) }) {
      throw StudyError(.badData, "\(stray.value): cell \(stray.key.index) is not part of the run")
    }
  }
}
