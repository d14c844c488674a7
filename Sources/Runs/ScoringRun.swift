import Files
import Foundation
import Images
import Kernels
import Metrics
import Scores
import Synchronization
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
  /// The metrics there are.
  public let table: [MetricTable.Entry]

  /// How far a run is.
  public struct Progress: Sendable, Equatable {
    /// Rows there are, rows there were at the start, rows wanted.
    public let done, resumed, total: Int
    /// Rows with a score that could not be computed.
    public let failed: Int

    /// A state of progress.
    public init(done: Int, resumed: Int, total: Int, failed: Int = 0) {
      (self.done, self.resumed, self.total, self.failed) = (done, resumed, total, failed)
    }
  }

  /// Prepares a run; nothing is read or written yet.
  ///
  /// - Parameter table: the metrics there are; with entries of your own, a run scores metrics that this package does not have.
  /// - Precondition: `settings` were gathered with this pool and instruction set.
  public init(
    settings: RunSettings, directory: String, images: ImagePool, instructionSet: InstructionSet, shard: Shard = .whole,
    threads: Int = 1, record: RunManifest.Record, table: [MetricTable.Entry] = MetricTable.entries
  ) {
    precondition(settings.images.hash == images.contentHash, "the settings are of other images")
    precondition(settings.kernels == instructionSet.description, "the settings are of other kernels")
    (self.settings, self.directory, self.images) = (settings, directory, images)
    (self.instructionSet, self.shard, self.threads) = (instructionSet, shard, threads)
    self.table = table
    var record = record
    (record.shard, record.threads) = (shard.description, threads)
    self.record = record
  }

  /// Computes the rows that are missing and finishes `scores.csv`. A finished run is left as it is.
  ///
  /// A score that is NaN or whose computation throws is `nan` in its row and has its reason in `failures.csv`; the run goes on.
  ///
  /// - Parameters:
  ///   - retriesFailed: whether rows with a failed score are computed again.
  ///   - isCancelled: asked before every row; once true, the rows in hand are finished and written and the run ends with
  ///     an error of kind `interrupted`.
  ///   - note: called with what was noticed of an earlier session: that it was killed, that rows must be computed again.
  ///   - progress: called from any thread, at the start and after every row.
  /// - Returns: how many rows there were at the start and are now.
  /// - Throws: ``StudyError`` if the directory holds a run with other settings, naming them, if another process works on it,
  ///   or if it cannot be written; `SearchSpaceError` for a selection outside the space; `MetricError` for images that do not
  ///   suit a metric. The last two leave no trace of the run.
  @discardableResult
  public func execute(
    retriesFailed: Bool = false, isCancelled: @Sendable () -> Bool = { false }, note: (String) -> Void = { _ in },
    progress: @Sendable (Progress) -> Void = { _ in }
  ) throws -> Progress {
    let (settings, recorded) = try grownSettings()
    let cells = try settings.selection.cells(space: settings.space, seed: settings.seed)
    let byIndex = Dictionary(uniqueKeysWithValues: cells.map { ($0.index, $0) })
    let wanted = shard.rows(of: cells, settings: settings)
    let columns = try metricColumns(settings)
    var manifest = try openDirectory(settings, recorded: recorded, rows: wanted.count)
    let lock = try RunLock(directory, note: note)
    let journal = try Journal(
      directory: directory, columns: columns.map(\.name), metrics: settings.metrics, retriesFailed: retriesFailed,
      note: note)
    let missing = try rowsMissing(from: journal, wanted: wanted, cells: byIndex)
    let resumed = journal.counts.done
    try lock.begin(resumed: resumed)
    @Sendable func state(_ now: (done: Int, failed: Int)) -> Progress {
      Progress(done: now.done, resumed: resumed, total: wanted.count, failed: now.failed)
    }

    progress(state(journal.counts))
    let arenas = WorkerArenas(threads)
    let times = Mutex([String: MetricTime]())
    do {
      try WorkQueue.forEach(missing.count, threads: threads) { worker, item in
        guard !isCancelled() else {
          throw StudyError(.interrupted, "interrupted; run the same command again to resume \(directory)")
        }
        let (key, known) = missing[item]
        let (row, failures, spent) = score(
          byIndex[key.index]!, repeat: key.repeat, columns: columns, known: known, arena: arenas[worker])
        times.withLock { MetricTime.add(spent, to: &$0) }
        progress(state(try journal.append(row, failures: failures)))
      }
    } catch {
      // The error at hand says more than one about the times would.
      manifest.record.add(times.withLock { $0 })
      try? manifest.write(directory: directory)
      throw error
    }
    manifest.record.add(times.withLock { $0 })
    try journal.finish()
    if !missing.isEmpty || manifest.record.finished == nil {
      manifest.record.finished = RunManifest.Record.now
      try manifest.write(directory: directory)
    }
    return withExtendedLifetime(lock) { state(journal.counts) }
  }

  /// The metric columns of a run: the four every run has, then further ones asked for.
  static func columns(_ metrics: [String]) -> [String] {
    ScoreRow.fixedMetrics + metrics.filter { !ScoreRow.fixedMetrics.contains($0) }
  }

  /// The columns with their metrics; nil for one of the four that was not asked for.
  private func metricColumns(_ settings: RunSettings) throws -> [(name: String, metric: (any Metric)?)] {
    try Self.columns(settings.metrics).map { name in
      guard settings.metrics.contains(name) else { return (name, nil) }
      guard let metric = table.first(where: { $0.description.name == name })?.make(settings.scoring)
      else {
        let known = table.map(\.description.name).joined(separator: ", ")
        guard self.settings.metrics.contains(name) else {
          // Nobody asked for it now: the run has it.
          throw StudyError(
            .badData,
            "\(RunManifest.path(in: directory)): has the metric '\(name)', which this program does not know; it knows \(known)"
          )
        }
        throw StudyError(.usage, "there is no metric '\(name)'; there are \(known)")
      }
      try metric.check(images)
      return (name, metric)
    }
  }

  private func score(
    _ selected: SelectedCell, repeat: Int, columns: [(name: String, metric: (any Metric)?)], known: ScoreRow?,
    arena: Arena
  ) -> (ScoreRow, [CellFailure], [String: MetricTime]) {
    let evaluation = Evaluation(
      cell: selected.cell, key: selected.key, repeat: `repeat`, seed: settings.seed, images: images)
    let known = known?.scores ?? columns.map { _ in nil }
    let wanted = zip(columns, known).compactMap { column, score in
      score == nil ? column.metric.map { (name: column.name, metric: $0) } : nil
    }
    let measured = Laboratory(evaluation, kernels: .fast(instructionSet), arena: arena).score(wanted.map(\.metric))
    var failures: [CellFailure] = []
    var times: [String: MetricTime] = [:]
    var found: [String: Double] = [:]
    func fail(_ metric: String, _ reason: String) -> Double {
      failures.append(CellFailure((selected.index, selected.text, `repeat`), metric: metric, reason: reason))
      return .nan
    }
    for ((name, _), measurement) in zip(wanted, measured) {
      times[name] = MetricTime(rows: 1, seconds: measurement.seconds)
      switch measurement.score {
      case .success(let score):
        found[name] =
          score.isNaN ? fail(name, "the score is not a number: the computation overflowed or met a NaN") : score
      case .failure(let error): found[name] = fail(name, "\(error)")
      }
    }
    let scores = zip(columns, known).map { $1 ?? found[$0.name] }
    return (
      ScoreRow(index: selected.index, architecture: selected.text, repeat: `repeat`, scores: scores), failures, times
    )
  }

  /// The rows to compute, each with what is known of it.
  private func rowsMissing(
    from journal: Journal, wanted: [RowKey], cells: [Int: SelectedCell]
  ) throws -> [(key: RowKey, known: ScoreRow?)] {
    if let other = journal.existing.first(where: { cells[$0.index].map(\.text) != $0.architecture }),
      let cell = cells[other.index]
    {
      throw StudyError(.badData, "\(journal.path): cell \(cell.index) is \(cell.text), not '\(other.architecture)'")
    }
    let present = Dictionary(uniqueKeysWithValues: journal.existing.map { ($0.key, $0) })
    if let stray = Set(present.keys).subtracting(wanted).min() {
      throw StudyError(.badData, "\(journal.path): cell \(stray.index), repeat \(stray.repeat) is not part of this run")
    }
    return wanted.compactMap { key in
      guard let known = present[key] else { return (key, nil) }
      return journal.isComplete(known) ? nil : (key, known)
    }
  }
}

extension ScoringRun {
  /// The settings of the run there will be: those of this run, or of the one that is there and grows.
  ///
  /// - Returns: the settings, and the manifest that is there.
  /// - Throws: ``StudyError`` if the directory holds a run that cannot become this one, naming what differs.
  private func grownSettings() throws -> (settings: RunSettings, recorded: RunManifest?) {
    guard RunManifest.isPresent(in: directory) else { return (settings, nil) }
    let manifest = try RunManifest(directory: directory)
    var (grown, differences) = try settings.grown(from: manifest.determines, order: table.map(\.description.name))
    if manifest.record.shard != record.shard {
      differences.append("--shard is \(manifest.record.shard) there and \(record.shard) here")
    } else if shard != .whole, grown.selection != manifest.determines.selection {
      differences.append("the cells are \(manifest.determines.selection) there, and a part of a run cannot get more")
    }
    guard differences.isEmpty else {
      throw StudyError(
        .usage,
        "\(directory): holds a run with other settings: \(differences.joined(separator: "; ")); choose another --output"
      )
    }
    return (grown, manifest)
  }

  /// Makes the directory with its `run.json`, or writes there what the run grows to, before a row of it is computed.
  private func openDirectory(_ settings: RunSettings, recorded: RunManifest?, rows: Int) throws -> RunManifest {
    guard var manifest = recorded else {
      try makeDirectory()
      var manifest = RunManifest(determines: settings, record: record)
      manifest.record.rows = rows
      try manifest.write(directory: directory)
      return manifest
    }
    manifest.record.describeSession(threads: threads)
    if settings != manifest.determines {
      (manifest.determines, manifest.record.rows, manifest.record.finished) = (settings, rows, nil)
      try manifest.write(directory: directory)
    }
    return manifest
  }

  private func makeDirectory() throws {
    guard try AtomicFile.makeOutputDirectory(directory) else { return }
    guard !ScoreFile.path(in: directory).exists else {
      throw StudyError(.badData, "\(directory): has scores.csv but no run.json to tell what it belongs to")
    }
  }
}
