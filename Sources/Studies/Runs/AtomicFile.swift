import Foundation

/// Files that are replaced whole or not at all.
enum AtomicFile {
  /// Writes next to the target, flushes to the disk, and renames; on failure the target is as it was.
  static func write(_ data: Data, to path: String) throws {
    let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    do {
      try data.withUnsafeBytes { try writeAll($0, to: descriptor, path: path) }
      guard fsync(descriptor) == 0 else { throw failure(path) }
      close(descriptor)
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let error = failure(path)
      unlink(temporary)
      throw error
    }
  }

  /// Writes all bytes, however many calls that takes.
  static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String) throws {
    var done = 0
    while done < bytes.count {
      let count = Foundation.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure(path) }
      done += count
    }
  }

  /// The system's last error as one about a file.
  static func failure(_ path: String) -> StudyError {
    StudyError(.inputOutput, "\(path): cannot be written: \(String(cString: strerror(errno)))")
  }
}
