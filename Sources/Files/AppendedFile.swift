import Foundation
import Synchronization

/// A file of lines under a header that grows by whole lines and is held by one process at a time.
///
/// A crash can leave a last line without its end. Such a line is cut off when the file is opened; every other line is its
/// reader's concern. Calls of ``append(_:)`` must not overlap.
///
/// A line is handed to the system when it is appended, which outlives the process; once a second the system is made to write it
/// to the disk, which outlives the machine.
package final class AppendedFile: Sendable {
  /// Where it is.
  package let path: String
  private let descriptor: Int32
  private let flushed = Mutex(ContinuousClock.now)

  /// Opens a file, making it with its header if it is not there, and takes hold of it until the value goes.
  ///
  /// - Parameter busy: the error if another process holds the file.
  /// - Throws: ``FileError`` if its first line is not the header, or if it cannot be written.
  package init(_ path: String, header: String, busy: () -> any Error) throws {
    self.path = path
    (descriptor, _) = try HeldFile.open(path, busy: busy)
    try Self.mend(descriptor, path: path, header: header + "\n")
  }

  // This runs after an initializer that threw, too: all properties had their values by then.
  deinit { close(descriptor) }

  /// Appends a line in one piece.
  ///
  /// - Throws: ``FileError`` if the line cannot be written, and nothing of it is left then; or if the file is not at its path
  ///   any more.
  package func append(_ line: String) throws {
    let end = lseek(descriptor, 0, SEEK_END)
    do {
      try AtomicFile.append(line + "\n", to: descriptor, path: path)
      try flushed.withLock { last in
        guard ContinuousClock.now - last >= .seconds(1) else { return }
        try flush()
        last = .now
      }
    } catch let error as FileError {
      ftruncate(descriptor, end)
      throw FileError(
        "\(error.reason); the lines before are intact, run the same command again to resume", file: path,
        kind: error.kind)
    }
  }

  /// Makes the system write what was appended to the disk; disks that are full or gone may say so only now.
  private func flush() throws {
    guard fdatasync(descriptor) == 0 || errno == EINVAL else { throw AtomicFile.failure(path) }
    try checkPresence()
  }

  private func checkPresence() throws {
    guard HeldFile.isAt(path, descriptor) else {
      throw FileError(
        "is gone: its directory was moved or removed, or its file system unmounted", file: path, kind: .inputOutput)
    }
  }

  /// Replaces the content in one step, unless that is what the file holds; nothing can be appended after that.
  package func finish(_ text: String) throws {
    try checkPresence()
    if path.contents != Data(text.utf8) {
      try AtomicFile.write(text, to: path, isOwn: true)
    }
  }

  private static let blockSize = 1 << 16

  /// Cuts off a last line without its end, and writes the header where that leaves nothing.
  private static func mend(_ descriptor: Int32, path: String, header: String) throws {
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let start = try bytes(descriptor, 0..<min(size, header.utf8.count), path: path)
    guard header.utf8.starts(with: start) else {
      throw FileError("is not this run's header, \(header.dropLast())", file: path, place: "line 1")
    }
    var (whole, block) = (0, max(0, size - blockSize)..<size)
    while whole == 0, !block.isEmpty {
      let end = try bytes(descriptor, block, path: path).lastIndex(of: UInt8(ascii: "\n"))
      whole = end.map { block.lowerBound + $0 + 1 } ?? 0
      block = max(0, block.lowerBound - blockSize)..<block.lowerBound
    }
    if whole < size, ftruncate(descriptor, off_t(whole)) != 0 { throw AtomicFile.failure(path) }
    if whole == 0 { try AtomicFile.append(header, to: descriptor, path: path) }
  }

  private static func bytes(_ descriptor: Int32, _ range: Range<Int>, path: String) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    guard pread(descriptor, &bytes, range.count, off_t(range.lowerBound)) == range.count else {
      throw AtomicFile.failure(path)
    }
    return bytes
  }
}
