import Files
import Foundation
import Scores
import Synchronization

/// A run's `scores.csv` while it grows, with `scores.sum` and `failures.csv`: whole lines are appended as rows are computed, in
/// any order; at the end the files are sorted and replaced in one step each.
///
/// A last line without its end, which a crash can leave, is computed again, and so is a row whose checksum was lost; every
/// other line must be a row that is as it was written.
///
/// A run can be given further metrics. The rows there are then lack scores; each is completed by a second line, which takes the
/// place of the first when the file is read.
final class Journal: Sendable {
  /// The rows there were when the journal was opened, those to be computed again aside; some may lack scores.
  let existing: [ScoreRow]
  private let directory: String
  private let metrics: [String]
  /// Which of the columns the run has scores for.
  private let wanted: [Bool]
  private let files: (scores: AppendedFile, sums: AppendedFile)
  private let state: Mutex<State>

  private struct State {
    var rows: [RowKey: ScoreRow]
    /// Rows among them that lack no score of the run.
    var complete: Int
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
  ///   - columns: the metric columns.
  ///   - metrics: those among them that the run has scores for.
  ///   - retriesFailed: whether rows with a failed score are to be computed again.
  ///   - note: called with what was noticed and put right.
  /// - Throws: ``StudyError`` if another process holds it, if the file is not this run's, or if it cannot be written.
  init(
    directory: String, columns: [String], metrics: [String], retriesFailed: Bool, note: (String) -> Void
  ) throws {
    (self.directory, self.metrics) = (directory, columns)
    wanted = columns.map(metrics.contains)
    var (scores, file) = try Self.open(directory, columns)
    let kept = file.rows.filter { file.isConfirmed($0) && !(retriesFailed && $0.isFailed) }
    Self.notes(on: file, in: directory).forEach(note)
    if kept.count < file.rows.count {
      try scores.finish(ScoreRow.lines(columns, kept))
      scores = try Self.scores(directory, columns)
    }
    let sums = try Self.open(RowSums.path(in: directory), RowSums.header, directory)
    if file.sums == nil { for row in kept { try sums.append(RowSums.line(row)) } }
    files = (scores, sums)
    existing = kept
    let failed = CellFailure.path(in: directory).exists
    let failureFile = failed ? try Self.failures(directory) : nil
    let isComplete = { [wanted] (row: ScoreRow) in Self.isComplete(row, wanted) }
    state = Mutex(
      State(
        rows: Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0) }), complete: kept.count(where: isComplete),
        failed: kept.count(where: \.isFailed), failures: try CellFailure.read(directory: directory),
        failureFile: failureFile))
  }

  /// Whether a row lacks no score of the run.
  func isComplete(_ row: ScoreRow) -> Bool { Self.isComplete(row, wanted) }

  private static func isComplete(_ row: ScoreRow, _ wanted: [Bool]) -> Bool {
    zip(row.scores, wanted).allSatisfy { $0 != nil || !$1 }
  }

  /// Opens the scores; where the file has fewer columns, as that of a run has which was given further metrics, it gets the
  /// others, empty.
  private static func open(_ directory: String, _ columns: [String]) throws -> (AppendedFile, ScoreFile) {
    if let present = ScoreFile.columns(in: directory), present != columns, Set(present).isSubset(of: columns) {
      let held = try scores(directory, present)
      let narrow = try ScoreFile(path: directory)
      let wide = narrow.rows.filter(narrow.isConfirmed).map { $0.widened(from: present, to: columns) }
      // The checksums first: a kill between the two leaves the old lines with theirs.
      let sums = try open(RowSums.path(in: directory), RowSums.header, directory)
      for row in wide { try sums.append(RowSums.line(row)) }
      try held.finish(ScoreRow.lines(columns, wide))
    }
    return (try scores(directory, columns), try ScoreFile(path: directory))
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
  /// - Returns: how many rows lack nothing now, and how many failed.
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
      let before = state.rows.updateValue(row, forKey: row.key)
      state.complete += 1
      state.failed += (row.isFailed ? 1 : 0) - (before?.isFailed == true ? 1 : 0)
      return (state.complete, state.failed)
    }
  }

  /// How many rows lack nothing now, and how many failed.
  var counts: (done: Int, failed: Int) { state.withLock { ($0.complete, $0.failed) } }

  /// Replaces the files by their lines sorted by index and repeat, unless that is what they hold.
  func finish() throws {
    let (rows, failures) = state.withLock { (Array($0.rows.values), $0.failures) }
    try CellFailure.write(CellFailure.table(failures, rows: rows, metrics: metrics), directory: directory)
    try files.scores.finish(ScoreRow.table(metrics, rows))
    try files.sums.finish(RowSums.table(rows))
  }
}
