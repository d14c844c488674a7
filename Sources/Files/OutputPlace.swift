import Foundation

/// Where a file that was asked for is to be written.
///
/// Only a regular file is ever replaced: of a symbolic link the file that it leads to; a device, a FIFO or a directory, the
/// program's own standard output, and what the program has read (``ReadFiles``) are refused.
package struct OutputPlace: Sendable {
  /// The path as it was given, for messages.
  package let asked: String
  /// The path with symbolic links followed, which is what is replaced.
  package let path: String

  /// Checks a place.
  ///
  /// - Parameter isOwn: whether the file is the program's own, which it may have read.
  /// - Throws: ``FileError`` of kind `.usage` saying what is in the way.
  package init(_ asked: String, isOwn: Bool = false) throws {
    self.asked = asked
    path = try Self.followed(asked)
    var there = stat()
    guard stat(path.fileName, &there) == 0 else { return }
    guard !Self.isStandardOutput(there) else { throw refusal("is standard output; leave --output out to write there") }
    switch there.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw refusal("is there and is not a file but a directory; name a file in it")
    default: throw refusal("is there and is not a file; choose another --output")
    }
    guard isOwn || !ReadFiles.contains(path, there) else {
      throw refusal("is what is read by the same command; choose another --output")
    }
  }

  /// Checks that a directory is there or could be made.
  ///
  /// - Throws: ``FileError`` if a file has its name.
  package static func checkDirectory(_ path: String) throws {
    var there = stat()
    guard stat(path.fileName, &there) == 0, there.st_mode & S_IFMT != S_IFDIR else { return }
    throw FileError("is a file; --output must name a directory", file: path, kind: .inputOutput)
  }

  private func refusal(_ reason: String) -> FileError { FileError(reason, file: asked, kind: .usage) }

  /// The links that are followed, as many as Linux follows.
  private static let depth = 40

  private static func followed(_ asked: String) throws -> String {
    var path = asked
    for _ in 0..<depth {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      let count = readlink(path.fileName, &buffer, buffer.count - 1)
      guard count >= 0 else { return path }
      let target = String(fileName: buffer.prefix(count).map { UInt8(bitPattern: $0) })
      // What /proc says of a pipe or a deleted file is no path; such a link is judged by what it opens.
      guard target.hasPrefix("/") || !path.hasPrefix("/proc/") else { return path }
      let directory = path.directory
      path = target.hasPrefix("/") || directory.isEmpty ? target : "\(directory == "/" ? "" : directory)/\(target)"
    }
    throw FileError("leads through more than \(depth) symbolic links", file: asked, kind: .inputOutput)
  }

  private static func isStandardOutput(_ there: stat) -> Bool {
    [STDOUT_FILENO, STDERR_FILENO].contains { descriptor in
      var open = stat()
      return fstat(descriptor, &open) == 0 && open.st_mode & S_IFMT == S_IFREG && open.st_ino == there.st_ino
        && open.st_dev == there.st_dev
    }
  }
}
