import Foundation
import Synchronization

/// The content of a file as every reader takes it: from a regular file, a pipe, or standard input (`-`), with gzip undone, and, where
/// Python is there, xz, bzip2, Zstandard and a zip archive of one file.
///
/// What comes through a pipe is kept for the life of the process, so that it can be read as often as a file can.
package struct InputFile: Sendable {
  /// The path as it was given.
  package let path: String
  /// The content.
  package let bytes: [UInt8]

  /// What stands for standard input.
  package static let standardInput = "-"

  private static let pipes = Mutex<[String: [UInt8]]>([:])

  /// Reads all of a file.
  ///
  /// - Throws: ``FileError`` if there is no such file (`.noSuchFile`), it cannot be read (`.inputOutput`), it is a directory, or
  ///   it is compressed and damaged (`.badData`); `DataPackageError` if it is compressed and no Python can undo that.
  package init(reading path: String) throws {
    self.path = path
    if let known = Self.pipes.withLock({ $0[path] }) {
      bytes = known
      return
    }
    let (content, isFile) = try Self.content(of: path)
    bytes = try Self.unpacked(content, path: path)
    if !isFile { Self.pipes.withLock { [bytes] in $0[path] = bytes } }
  }

  private static func unpacked(_ content: [UInt8], path: String) throws -> [UInt8] {
    if Gzip.recognises(content) { return try Gzip.inflate(content, file: path) }
    guard let container = Container(content), container.isPacked else { return content }
    return try PackedFile.content(content, container, path: path)
  }

  /// What kind of file it is; nil for what may be text.
  package var container: Container? { Container(bytes) }

  /// The content as UTF-8 without a byte order mark. UTF-16 and UTF-32 are recognised by theirs.
  ///
  /// - Throws: ``FileError`` saying what the file is, if it is no text.
  package func text() throws -> [UInt8] {
    func failure(_ reason: String) -> FileError { FileError(reason, file: path) }
    if let container { throw failure(container.words) }
    let marks: [(mark: [UInt8], encoding: String.Encoding)] = [
      ([0xFF, 0xFE, 0, 0], .utf32LittleEndian), ([0, 0, 0xFE, 0xFF], .utf32BigEndian),
      ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian),
    ]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
    if let (mark, encoding) = marks.first(where: { bytes.starts(with: $0.mark) }) {
      guard let text = String(data: Data(bytes.dropFirst(mark.count)), encoding: encoding) else {
        throw failure("begins like UTF-16 or UTF-32, but is neither")
      }
      return Array(text.utf8)
    }
    if let zero = bytes.prefix(512).firstIndex(of: 0) {
      let line = 1 + bytes[..<zero].count { $0 == UInt8(ascii: "\n") }
      throw FileError(
        "has zero bytes, and is no text; UTF-8, or UTF-16 with a byte order mark, is needed", file: path,
        place: "line \(line)")
    }
    return bytes
  }

  /// Whether a path is read by position, as only a regular file can be; false for what ``init(reading:)`` alone can read: a pipe,
  /// standard input.
  package static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return path != standardInput && stat(path.fileName, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether a regular file is compressed, so that it is read whole.
  package static func isPacked(_ path: String) -> Bool {
    let descriptor = open(path.fileName, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: 8)
    let count = read(descriptor, &head, head.count)
    head.removeLast(head.count - max(0, count))
    return Gzip.recognises(head) || Container(head)?.isPacked == true
  }

  /// A device such as /dev/zero never ends.
  private static let largestPipe = 1 << 32

  private static func content(of path: String) throws -> (bytes: [UInt8], isFile: Bool) {
    let name = path == standardInput ? "standard input" : path
    let descriptor = path == standardInput ? dup(STDIN_FILENO) : open(path.fileName, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      let isMissing = code == ENOENT || code == ENOTDIR
      let words = String(cString: strerror(code))
      throw FileError(
        isMissing ? words : "cannot be read: \(words)", file: name, kind: isMissing ? .noSuchFile : .inputOutput)
    }
    defer { close(descriptor) }
    ReadFiles.add(descriptor)
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw FileError("is a directory, where a file is needed", file: name, kind: .inputOutput)
    }
    var bytes: [UInt8] = []
    if isFile { bytes.reserveCapacity(Int(status.st_size)) }
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 1)
    defer { block.deallocate() }
    while true {
      let count = read(descriptor, block.baseAddress, block.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw FileError("cannot be read: \(String(cString: strerror(errno)))", file: name, kind: .inputOutput)
      }
      guard count > 0 else { return (bytes, isFile) }
      bytes.append(contentsOf: block[..<count])
      guard isFile || bytes.count <= largestPipe else {
        throw FileError("gives more than \(largestPipe >> 30) GiB, and no end", file: name, kind: .inputOutput)
      }
    }
  }
}
