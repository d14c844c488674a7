import Foundation
import Synchronization

/// A run's `scores.csv` while it grows: whole lines are appended as rows are computed, in any order; at the end the file is
/// sorted and replaced in one step.
///
/// A crash can leave a last line without its end. Such a line is cut off when the journal is opened, and its row is computed
/// again; every other line must be a row.
final class Journal: Sendable {
  let path: String
  /// The rows there were when the journal was opened.
  let existing: [ScoreRow]
  private let descriptor: Int32
  private let metrics: [String]
  private let rows: Mutex<[ScoreRow]>

  /// Opens a run's journal, making it with its header if it is not there, and takes hold of it until the journal goes.
  ///
  /// - Throws: ``StudyError`` if another process holds it, if the file is not this run's, or if it cannot be written.
  init(directory: String, metrics: [String]) throws {
    (path, self.metrics) = (ScoreFile.path(in: directory), metrics)
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw AtomicFile.failure(path) }
    do {
      try Self.lock(descriptor, directory: directory)
      try Self.mend(descriptor, path: path, header: ScoreRow.header(metrics) + "\n")
      existing = try ScoreFile(path: path).rows
    } catch {
      close(descriptor)
      throw error
    }
    rows = Mutex(existing)
  }

  deinit { close(descriptor) }

  /// Appends a row, its line in one piece.
  ///
  /// - Returns: how many rows there are now.
  /// - Throws: ``StudyError`` if the line cannot be written; nothing of it is left then.
  func append(_ row: ScoreRow) throws -> Int {
    try rows.withLock { rows in
      let end = lseek(descriptor, 0, SEEK_END)
      do {
        try AtomicFile.append(row.line + "\n", to: descriptor, path: path)
      } catch {
        ftruncate(descriptor, end)
        throw error
      }
      rows.append(row)
      return rows.count
    }
  }

  /// Replaces the file by its rows sorted by index and repeat, unless that is what it holds.
  func finish() throws {
    let text = ScoreRow.table(metrics, rows.withLock { $0 })
    if FileManager.default.contents(atPath: path) != Data(text.utf8) { try AtomicFile.write(text, to: path) }
  }

  /// Two processes that append to one run would compute its rows twice. File systems without locks are let pass.
  private static func lock(_ descriptor: Int32, directory: String) throws {
    guard flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else { return }
    throw StudyError(
      .usage, "\(directory): another process is working on this run; wait for it, or choose another --output")
  }

  /// Cuts off a last line without its end, and writes the header where that leaves nothing.
  private static func mend(_ descriptor: Int32, path: String, header: String) throws {
    guard let content = FileManager.default.contents(atPath: path) else { throw AtomicFile.failure(path) }
    let isTornHeader = header.utf8.starts(with: content)
    guard isTornHeader || content.starts(with: header.utf8) else {
      throw StudyError(.badData, "\(path): line 1: is not this run's header, \(header.dropLast())")
    }
    let whole = content.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if whole < content.count, ftruncate(descriptor, off_t(whole)) != 0 { throw AtomicFile.failure(path) }
    if whole == 0 { try AtomicFile.append(header, to: descriptor, path: path) }
  }
}
