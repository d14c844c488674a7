import Foundation

/// A file of lines under a header that grows by whole lines and is held by one process at a time.
///
/// A crash can leave a last line without its end. Such a line is cut off when the file is opened; every other line is its
/// reader's concern. Calls of ``append(_:)`` must not overlap.
final class AppendedFile: Sendable {
  let path: String
  private let descriptor: Int32

  /// Opens a file in a run directory, making it with its header if it is not there, and takes hold of it until the value goes.
  ///
  /// - Throws: ``StudyError`` if another process holds it, if its first line is not the header, or if it cannot be written.
  init(_ name: String, directory: String, header: String) throws {
    path = "\(directory)/\(name)"
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw AtomicFile.failure(path) }
    do {
      try Self.lock(descriptor, directory: directory)
      try Self.mend(descriptor, path: path, header: header + "\n")
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Appends a line in one piece.
  ///
  /// - Throws: ``StudyError`` if the line cannot be written; nothing of it is left then.
  func append(_ line: String) throws {
    let end = lseek(descriptor, 0, SEEK_END)
    do {
      try AtomicFile.append(line + "\n", to: descriptor, path: path)
    } catch {
      ftruncate(descriptor, end)
      throw error
    }
  }

  /// Replaces the content in one step, unless that is what the file holds; nothing can be appended after that.
  func finish(_ text: String) throws {
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
