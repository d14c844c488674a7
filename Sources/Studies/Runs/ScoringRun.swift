import Foundation
import Images
import Kernels
import Metrics
import SearchSpaces
import Synchronization
import WorkQueue

/// A run that scores cells: it makes its directory or resumes it, and leaves `run.json` and `scores.csv`.
public struct ScoringRun: Sendable {
  /// What determines the numbers.
  public let settings: RunSettings
  /// The run directory.
  public let directory: String
  /// Where batches come from.
  public let images: ImagePool
  /// Which compiled kernels run.
  public let instructionSet: InstructionSet
  /// The part of the run computed here.
  public let shard: Shard
  /// Circumstances for `run.json`.
  public let record: RunManifest.Record

  /// How far a run is.
  public struct Progress: Sendable {
    /// Rows there are, rows there were at the start, rows wanted.
    public let done, resumed, total: Int
  }

  /// Prepares a run; nothing is read or written yet.
  public init(
    settings: RunSettings, directory: String, images: ImagePool, instructionSet: InstructionSet, shard: Shard = .whole,
    record: RunManifest.Record
  ) {
    (self.settings, self.directory, self.images) = (settings, directory, images)
    (self.instructionSet, self.shard, self.record) = (instructionSet, shard, record)
  }

  /// Computes the rows that are missing and finishes `scores.csv`.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before every row; once true, the rows in hand are finished and written and the run ends with
  ///     an error of kind `interrupted`.
  ///   - progress: called from any thread, after every row.
  /// - Returns: how many rows there were at the start and are now.
  /// - Throws: ``StudyError`` if the directory holds a run with other settings, naming them, or cannot be written.
  @discardableResult
  public func execute(
    isCancelled: @Sendable () -> Bool = { false }, progress: @Sendable (Progress) -> Void = { _ in }
  ) throws -> Progress {
    let wanted = try shard.rows(of: settings)
    let columns = Self.columns(settings.metrics)
    var manifest = try openDirectory()
    let journal = try Journal(directory: directory, metrics: columns)
    let existing = try ScoreFile(path: directory)
    guard existing.metrics == columns else {
      throw StudyError(.badData, "\(journal.path): line 1: its columns are not those of run.json")
    }
    try checkRows(existing.rows, wanted: wanted)
    let present = Set(existing.rows.map(RowKey.init))
    let missing = wanted.filter { !present.contains($0) }
    let finished = Mutex(existing.rows)
    let arenas = WorkerArenas(record.threads)
    let metrics = columns.map {
      settings.metrics.contains($0) ? MetricTable.entry(named: $0)?.make(settings.scoring) : nil
    }
    let start = Progress(done: existing.rows.count, resumed: existing.rows.count, total: wanted.count)
    progress(start)
    try WorkQueue.forEach(missing.count, threads: record.threads) { worker, item in
      guard !isCancelled() else {
        throw StudyError(.interrupted, "interrupted; run the same command again to resume \(directory)")
      }
      let row = try score(missing[item], metrics: metrics, arena: arenas[worker])
      try journal.append([row])
      let done = finished.withLock {
        $0.append(row)
        return $0.count
      }
      progress(Progress(done: done, resumed: start.done, total: wanted.count))
    }
    try Journal.finish(directory: directory, metrics: columns, rows: finished.withLock { $0 })
    if !missing.isEmpty || manifest.record.finished == nil {
      manifest.record.finished = RunManifest.Record.now
      try manifest.write(directory: directory)
    }
    return Progress(done: wanted.count, resumed: start.done, total: wanted.count)
  }

  /// The metric columns of a run: the four every run has, then further ones asked for.
  static func columns(_ metrics: [String]) -> [String] {
    ScoreRow.fixedMetrics + metrics.filter { !ScoreRow.fixedMetrics.contains($0) }
  }

  private func score(_ key: RowKey, metrics: [(any Metric)?], arena: Arena) throws -> ScoreRow {
    let architecture = try NASBench201.architecture(at: key.index)
    let evaluation = Evaluation(
      cell: architecture, key: UInt64(key.index), repeat: key.repeat, seed: settings.seed, images: images,
      instructionSet: instructionSet, arena: arena)
    return ScoreRow(
      index: key.index, architecture: architecture.description, repeat: key.repeat,
      scores: try metrics.map { try $0?.score(evaluation) })
  }

  /// Makes the directory with its `run.json`, or checks that the one there is of the same run.
  private func openDirectory() throws -> RunManifest {
    let fresh = RunManifest(determines: settings, record: record)
    guard FileManager.default.fileExists(atPath: "\(directory)/run.json") else {
      try makeDirectory()
      try fresh.write(directory: directory)
      return fresh
    }
    var manifest = try RunManifest(directory: directory)
    var differences = settings.differences(from: manifest.determines)
    if manifest.record.shard != record.shard {
      differences.append("shard is \(manifest.record.shard ?? "none") there and \(record.shard ?? "none") here")
    }
    guard differences.isEmpty else {
      throw StudyError(
        .usage,
        "\(directory) holds a run with other settings: \(differences.joined(separator: "; ")); choose another --output")
    }
    manifest.record.threads = record.threads
    return manifest
  }

  private func makeDirectory() throws {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory) {
      guard isDirectory.boolValue else {
        throw StudyError(.inputOutput, "\(directory): is a file; --output must name a directory")
      }
      guard !FileManager.default.fileExists(atPath: "\(directory)/scores.csv") else {
        throw StudyError(.badData, "\(directory): has scores.csv but no run.json to tell what it belongs to")
      }
      return
    }
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw StudyError(.inputOutput, "\(directory): cannot be created: \(error.localizedDescription)")
    }
  }

  private func checkRows(_ rows: [ScoreRow], wanted: [RowKey]) throws {
    let wanted = Set(wanted)
    if let stray = rows.first(where: { !wanted.contains(RowKey($0)) }) {
      throw StudyError(
        .badData, "\(directory)/scores.csv: cell \(stray.index), repeat \(stray.repeat) is not part of this run")
    }
  }
}
