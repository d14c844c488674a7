import Synchronization

/// A run's `scores.csv` while it grows: whole lines are appended as rows are computed, in any order; at the end the file is
/// sorted and replaced in one step.
///
/// A last line without its end, which a crash can leave, is computed again; every other line must be a row.
final class Journal: Sendable {
  /// The rows there were when the journal was opened.
  let existing: [ScoreRow]
  private let file: AppendedFile
  private let metrics: [String]
  private let rows: Mutex<[ScoreRow]>

  /// Where the file is.
  var path: String { file.path }

  /// Opens a run's journal, making it with its header if it is not there, and takes hold of it until the journal goes.
  ///
  /// - Throws: ``StudyError`` if another process holds it, if the file is not this run's, or if it cannot be written.
  init(directory: String, metrics: [String]) throws {
    self.metrics = metrics
    file = try AppendedFile(ScoreFile.name, directory: directory, header: ScoreRow.header(metrics))
    existing = try ScoreFile(path: file.path).rows
    rows = Mutex(existing)
  }

  /// Appends a row, its line in one piece.
  ///
  /// - Returns: how many rows there are now.
  /// - Throws: ``StudyError`` if the line cannot be written; nothing of it is left then.
  func append(_ row: ScoreRow) throws -> Int {
    try rows.withLock { rows in
      try file.append(row.line)
      rows.append(row)
      return rows.count
    }
  }

  /// Replaces the file by its rows sorted by index and repeat, unless that is what it holds.
  func finish() throws { try file.finish(ScoreRow.table(metrics, rows.withLock { $0 })) }
}
