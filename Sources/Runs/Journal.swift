import Files
import Foundation
import Scores
import Synchronization

/// A run's `scores.csv` while it grows, with `scores.sum` and `failures.csv`: whole lines are appended as rows are computed, in
/// any order; at the end the files are sorted and replaced in one step each.
///
/// A last line without its end, which a crash can leave, is computed again, and so is a row whose checksum was lost; every
/// other line must be a row that is as it was written.
final class Journal: Sendable {
  /// The rows there were when the journal was opened, those to be computed again aside.
  let existing: [ScoreRow]
  private let directory: String
  private let metrics: [String]
  private let files: (scores: AppendedFile, sums: AppendedFile)
  private let state: Mutex<State>

  private struct State {
    var rows: [ScoreRow]
    /// Rows among them with a failed score.
    var failed: Int
    var failures: [CellFailure]
    var failureFile: AppendedFile?
  }

  /// Where the rows are.
  var path: String { files.scores.path }

  /// Opens a run's journal, making it with its header if it is not there, and takes hold of it until the journal goes.
  ///
  /// - Parameters:
  ///   - retriesFailed: whether rows with a failed score are to be computed again.
  ///   - note: called with what was noticed and put right.
  /// - Throws: ``StudyError`` if another process holds it, if the file is not this run's, or if it cannot be written.
  init(directory: String, metrics: [String], retriesFailed: Bool, note: (String) -> Void) throws {
    (self.directory, self.metrics) = (directory, metrics)
    var scores = try Self.scores(directory, metrics)
    let file = try ScoreFile(path: directory)
    let kept = file.rows.filter { file.isConfirmed($0) && !(retriesFailed && $0.isFailed) }
    Self.notes(on: file, in: directory).forEach(note)
    if kept.count < file.rows.count {
      try scores.finish(ScoreRow.lines(metrics, kept))
      scores = try Self.scores(directory, metrics)
    }
    let sums = try Self.open(RowSums.path(in: directory), RowSums.header, directory)
    if file.sums == nil { for row in kept { try sums.append(RowSums.line(row)) } }
    files = (scores, sums)
    existing = kept
    let failed = FileManager.default.fileExists(atPath: CellFailure.path(in: directory))
    let failureFile = failed ? try Self.failures(directory) : nil
    state = Mutex(
      State(
        rows: kept, failed: kept.count(where: \.isFailed), failures: try CellFailure.read(directory: directory),
        failureFile: failureFile))
  }

  private static func scores(_ directory: String, _ metrics: [String]) throws -> AppendedFile {
    try open(ScoreFile.path(in: directory), ScoreRow.header(metrics), directory)
  }

  private static func failures(_ directory: String) throws -> AppendedFile {
    try open(CellFailure.path(in: directory), CellFailure.header, directory)
  }

  private static func open(_ path: String, _ header: String, _ directory: String) throws -> AppendedFile {
    try AppendedFile(path, header: header) { RunLock.busy(directory) }
  }

  private static func notes(on file: ScoreFile, in directory: String) -> [String] {
    guard !file.rows.isEmpty else { return [] }
    guard file.sums != nil else {
      return ["\(RowSums.path(in: directory)): is missing; \(file.rows.count) rows were taken as they are"]
    }
    let lost = file.rows.count { !file.isConfirmed($0) }
    return lost == 0 ? [] : ["\(directory): \(lost) rows have lost their checksums, and are computed again"]
  }

  /// Appends a row, its line in one piece; before it, why scores of it are missing, and its checksum.
  ///
  /// - Returns: how many rows there are now, and how many of them failed.
  /// - Throws: ``StudyError`` if the line cannot be written; nothing of it is left then.
  func append(_ row: ScoreRow, failures: [CellFailure]) throws -> (done: Int, failed: Int) {
    try state.withLock { state in
      for failure in failures {
        if state.failureFile == nil { state.failureFile = try Self.failures(directory) }
        try state.failureFile?.append(failure.line)
        state.failures.append(failure)
      }
      try files.sums.append(RowSums.line(row))
      try files.scores.append(row.line)
      state.rows.append(row)
      if row.isFailed { state.failed += 1 }
      return (state.rows.count, state.failed)
    }
  }

  /// How many rows there are now, and how many of them failed.
  var counts: (done: Int, failed: Int) { state.withLock { ($0.rows.count, $0.failed) } }

  /// Replaces the files by their lines sorted by index and repeat, unless that is what they hold.
  func finish() throws {
    let (rows, failures) = state.withLock { ($0.rows, $0.failures) }
    try CellFailure.write(CellFailure.table(failures, rows: rows, metrics: metrics), directory: directory)
    try files.scores.finish(ScoreRow.table(metrics, rows))
    try files.sums.finish(RowSums.table(rows))
  }
}
