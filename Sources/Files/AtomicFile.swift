import Foundation

/// Files that are replaced whole or not at all.
package enum AtomicFile {
  /// Writes files of a directory, which is made if it is not there.
  package static func write(_ files: [(name: String, text: String)], into directory: String) throws {
    try makeDirectory(directory)
    for (name, text) in files { try write(text, to: "\(directory)/\(name)") }
  }

  /// Writes next to the target, flushes to the disk, and renames; on failure the target is as it was.
  package static func write(_ text: String, to path: String) throws {
    let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).partial"
    do {
      try store(text, in: temporary, for: path)
      guard rename(temporary, path) == 0 else { throw failure(path) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Writes a file that will replace another, and flushes it to the disk; errors name that other.
  package static func store(_ text: String, in temporary: String, for path: String) throws {
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    try append(text, to: descriptor, path: path)
    guard fsync(descriptor) == 0 else { throw failure(path) }
  }

  /// Writes all of a text to an open file, however many calls that takes.
  package static func append(_ text: String, to descriptor: Int32, path: String) throws {
    var text = text
    try text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Foundation.write(descriptor, rest.baseAddress!, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw failure(path) }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }

  /// Makes a directory, and those above it that are missing.
  package static func makeDirectory(_ path: String) throws {
    let parent = path.directory
    var status = mkdir(path, 0o777)
    if status != 0 && errno == ENOENT && !parent.isEmpty && parent != path {
      try makeDirectory(parent)
      status = mkdir(path, 0o777)
    }
    guard status == 0 || errno == EEXIST else {
      throw FileError("cannot be created: \(String(cString: strerror(errno)))", file: path, kind: .inputOutput)
    }
  }

  /// Makes the directory that `--output` names, unless it is there.
  ///
  /// - Returns: whether it was there.
  /// - Throws: ``FileError`` if a file has its name, or it cannot be made.
  package static func makeOutputDirectory(_ path: String) throws -> Bool {
    guard FileManager.default.fileExists(atPath: path) else {
      try makeDirectory(path)
      return false
    }
    guard path.namesDirectory else {
      throw FileError("is a file; --output must name a directory", file: path, kind: .inputOutput)
    }
    return true
  }

  /// The system's last error as one about a file.
  package static func failure(_ path: String) -> FileError {
    FileError("cannot be written: \(String(cString: strerror(errno)))", file: path, kind: .inputOutput)
  }
}
