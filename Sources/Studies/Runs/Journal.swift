import Foundation
import Synchronization

/// A run's `scores.csv` while it grows: whole lines are appended as cells are finished, in any order; at the end the file
/// is sorted and replaced in one step.
final class Journal: Sendable {
  let path: String
  private let descriptor: Int32
  private let lock = Mutex<Void>(())

  /// Opens a run's journal, making it with its header if it is not there, and cutting off a last line that was torn by a
  /// crash (its row is computed again).
  init(directory: String, metrics: [String]) throws {
    path = "\(directory)/scores.csv"
    let header = ScoreRow.header(metrics) + "\n"
    if !FileManager.default.fileExists(atPath: path) { try AtomicFile.write(Data(header.utf8), to: path) }
    descriptor = open(path, O_RDWR | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw AtomicFile.failure(path) }
    guard let content = FileManager.default.contents(atPath: path) else { throw AtomicFile.failure(path) }
    let whole = content.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if whole < content.count {
      guard ftruncate(descriptor, off_t(whole)) == 0 else { throw AtomicFile.failure(path) }
    }
    if whole == 0 { try append(text: header) }
  }

  deinit { close(descriptor) }

  /// Appends rows, each line in one piece.
  func append(_ rows: [ScoreRow]) throws {
    try append(text: rows.map { $0.line + "\n" }.joined())
  }

  private func append(text: String) throws {
    try lock.withLock { _ in
      var text = text
      try text.withUTF8 { try AtomicFile.writeAll(UnsafeRawBufferPointer($0), to: descriptor, path: path) }
    }
  }

  /// Replaces the file by the given rows, sorted by index and repeat.
  static func finish(directory: String, metrics: [String], rows: [ScoreRow]) throws {
    let sorted = rows.sorted { RowKey($0) < RowKey($1) }
    let text = ([ScoreRow.header(metrics)] + sorted.map(\.line)).joined(separator: "\n") + "\n"
    try AtomicFile.write(Data(text.utf8), to: "\(directory)/scores.csv")
  }
}
