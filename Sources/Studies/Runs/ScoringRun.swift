import Foundation
import Images
import Kernels
import Metrics
import SearchSpaces
import WorkQueue

/// A run that scores cells: it makes its directory or resumes it, and leaves `run.json` and `scores.csv`.
///
/// Every row is computed from random streams named by seed, cell and repeat, so that the finished `scores.csv` is the same
/// bytes for equal settings, whatever the number of threads, and however often the run was interrupted.
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
  /// How many rows are computed at once.
  public let threads: Int
  /// Circumstances for `run.json`.
  public let record: RunManifest.Record

  /// How far a run is.
  public struct Progress: Sendable, Equatable {
    /// Rows there are, rows there were at the start, rows wanted.
    public let done, resumed, total: Int

    /// A state of progress.
    public init(done: Int, resumed: Int, total: Int) {
      (self.done, self.resumed, self.total) = (done, resumed, total)
    }
  }

  /// Prepares a run; nothing is read or written yet.
  ///
  /// - Precondition: `settings` were gathered with this pool and instruction set.
  public init(
    settings: RunSettings, directory: String, images: ImagePool, instructionSet: InstructionSet, shard: Shard = .whole,
    threads: Int = 1, record: RunManifest.Record
  ) {
    precondition(settings.images.hash == images.contentHash, "the settings are of other images")
    precondition(settings.kernels == instructionSet.description, "the settings are of other kernels")
    (self.settings, self.directory, self.images) = (settings, directory, images)
    (self.instructionSet, self.shard, self.threads) = (instructionSet, shard, threads)
    var record = record
    (record.shard, record.threads) = (shard.description, threads)
    self.record = record
  }

  /// Computes the rows that are missing and finishes `scores.csv`. A finished run is left as it is.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before every row; once true, the rows in hand are finished and written and the run ends with
  ///     an error of kind `interrupted`.
  ///   - progress: called from any thread, at the start and after every row.
  /// - Returns: how many rows there were at the start and are now.
  /// - Throws: ``StudyError`` if the directory holds a run with other settings, naming them, if another process works on it,
  ///   or if it cannot be written; `SearchSpaceError` for a selection outside the space; `MetricError` for images that do not
  ///   suit a metric. The last two leave no trace of the run.
  @discardableResult
  public func execute(
    isCancelled: @Sendable () -> Bool = { false }, progress: @Sendable (Progress) -> Void = { _ in }
  ) throws -> Progress {
    let cells = try settings.selection.cells(space: settings.space, seed: settings.seed)
    let byIndex = Dictionary(uniqueKeysWithValues: cells.map { ($0.index, $0) })
    let wanted = shard.rows(of: cells, repeats: settings.scoring.repeats)
    let columns = try metricColumns()
    var manifest = try openDirectory()
    let journal = try Journal(directory: directory, metrics: columns.map(\.name))
    let missing = try rowsMissing(from: journal, wanted: wanted, cells: byIndex)
    @Sendable func state(_ done: Int) -> Progress {
      Progress(done: done, resumed: journal.existing.count, total: wanted.count)
    }

    progress(state(journal.existing.count))
    let arenas = WorkerArenas(threads)
    try WorkQueue.forEach(missing.count, threads: threads) { worker, item in
      guard !isCancelled() else {
        throw StudyError(.interrupted, "interrupted; run the same command again to resume \(directory)")
      }
      let key = missing[item]
      let row = try score(
        byIndex[key.index]!, repeat: key.repeat, metrics: columns.map(\.metric), arena: arenas[worker])
      progress(state(try journal.append(row)))
    }
    try journal.finish()
    if !missing.isEmpty || manifest.record.finished == nil {
      manifest.record.finished = RunManifest.Record.now
      try manifest.write(directory: directory)
    }
    return state(wanted.count)
  }

  /// The metric columns of a run: the four every run has, then further ones asked for.
  static func columns(_ metrics: [String]) -> [String] {
    ScoreRow.fixedMetrics + metrics.filter { !ScoreRow.fixedMetrics.contains($0) }
  }

  /// The columns with their metrics; nil for one of the four that was not asked for.
  private func metricColumns() throws -> [(name: String, metric: (any Metric)?)] {
    try Self.columns(settings.metrics).map { name in
      guard settings.metrics.contains(name) else { return (name, nil) }
      guard let metric = MetricTable.entry(named: name)?.make(settings.scoring) else {
        let known = MetricTable.entries.map(\.description.name).joined(separator: ", ")
        throw StudyError(.usage, "there is no metric '\(name)'; there are \(known)")
      }
      try metric.check(images)
      return (name, metric)
    }
  }

  private func score(
    _ selected: SelectedCell, repeat: Int, metrics: [(any Metric)?], arena: Arena
  ) throws -> ScoreRow {
    let evaluation = Evaluation(
      cell: selected.cell, key: selected.key, repeat: `repeat`, seed: settings.seed, images: images,
      instructionSet: instructionSet, arena: arena)
    return ScoreRow(
      index: selected.index, architecture: selected.text, repeat: `repeat`,
      scores: try metrics.map { try $0?.score(evaluation) })
  }

  private func rowsMissing(
    from journal: Journal, wanted: [RowKey], cells: [Int: SelectedCell]
  ) throws -> [RowKey] {
    if let other = journal.existing.first(where: { cells[$0.index].map(\.text) != $0.architecture }),
      let cell = cells[other.index]
    {
      throw StudyError(.badData, "\(journal.path): cell \(cell.index) is \(cell.text), not '\(other.architecture)'")
    }
    let present = Set(journal.existing.map(\.key))
    if let stray = present.subtracting(wanted).min() {
      throw StudyError(.badData, "\(journal.path): cell \(stray.index), repeat \(stray.repeat) is not part of this run")
    }
    return wanted.filter { !present.contains($0) }
  }
}

extension ScoringRun {
  /// Makes the directory with its `run.json`, or checks that the one there is of the same run.
  private func openDirectory() throws -> RunManifest {
    guard RunManifest.isPresent(in: directory) else {
      try makeDirectory()
      let manifest = RunManifest(determines: settings, record: record)
      try manifest.write(directory: directory)
      return manifest
    }
    var manifest = try RunManifest(directory: directory)
    var differences = settings.differences(from: manifest.determines)
    if manifest.record.shard != record.shard {
      differences.append("--shard is \(manifest.record.shard) there and \(record.shard) here")
    }
    guard differences.isEmpty else {
      throw StudyError(
        .usage,
        "\(directory): holds a run with other settings: \(differences.joined(separator: "; ")); choose another --output"
      )
    }
    manifest.record.threads = threads
    return manifest
  }

  private func makeDirectory() throws {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory) else {
      return try AtomicFile.makeDirectory(directory)
    }
    guard isDirectory.boolValue else {
      throw StudyError(.inputOutput, "\(directory): is a file; --output must name a directory")
    }
    guard !FileManager.default.fileExists(atPath: ScoreFile.path(in: directory)) else {
      throw StudyError(.badData, "\(directory): has scores.csv but no run.json to tell what it belongs to")
    }
  }
}
