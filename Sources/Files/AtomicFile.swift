import Foundation

/// Files that are replaced whole or not at all.
package enum AtomicFile {
  /// Writes files of a directory, which is made if it is not there.
  package static func write(_ files: [(name: String, text: String)], into directory: String) throws {
    try makeDirectory(directory)
    for (name, text) in files { try write(text, to: "\(directory)/\(name)") }
  }

  /// Writes a file whole: on failure what was there is as it was.
  ///
  /// - Parameter isOwn: whether the file is the program's own, which it may have read.
  package static func write(_ text: String, to path: String, isOwn: Bool = false) throws {
    try replace(path, isOwn: isOwn) { try store(text, in: $0, for: path) }
  }

  /// The same for bytes.
  package static func write(_ bytes: [UInt8], to path: String) throws {
    try replace(path) { temporary in try bytes.withUnsafeBytes { try store($0, in: temporary, for: path) } }
  }

  /// Has a file written beside its place (``OutputPlace``), and renames it; on failure, and if the program is stopped, what was
  /// there is as it was.
  ///
  /// - Parameter write: writes the file at the path that it is given, and flushes it to the disk.
  package static func replace(_ path: String, isOwn: Bool = false, _ write: (String) throws -> Void) throws {
    let place = try OutputPlace(path, isOwn: isOwn)
    let temporary = Temporaries.name(beside: place.path)
    Temporaries.remember(temporary)
    defer { Temporaries.forget(temporary) }
    do {
      try write(temporary)
      guard rename(temporary.fileName, place.path.fileName) == 0 else { throw failure(path) }
    } catch {
      unlink(temporary.fileName)
      throw error
    }
  }

  /// Writes a file that will replace another, and flushes it to the disk; errors name that other.
  package static func store(_ text: String, in temporary: String, for path: String) throws {
    var text = text
    try text.withUTF8 { try store(UnsafeRawBufferPointer($0), in: temporary, for: path) }
  }

  /// The same for bytes.
  package static func store(_ bytes: some ContiguousBytes, in temporary: String, for path: String) throws {
    try bytes.withUnsafeBytes { try store($0, in: temporary, for: path) }
  }

  private static func store(_ bytes: UnsafeRawBufferPointer, in temporary: String, for path: String) throws {
    let descriptor = open(temporary.fileName, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(path) }
    do {
      try append(bytes, to: descriptor, path: path)
      guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(path) }
    } catch {
      close(descriptor)
      throw error
    }
    // Some file systems say only now that there is no room.
    guard close(descriptor) == 0 else { throw failure(path) }
  }

  /// Writes all of a text to an open file, however many calls that takes.
  package static func append(_ text: String, to descriptor: Int32, path: String) throws {
    var text = text
    try text.withUTF8 { try append(UnsafeRawBufferPointer($0), to: descriptor, path: path) }
  }

  private static func append(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String) throws {
    var rest = bytes
    while !rest.isEmpty {
      let count = Foundation.write(descriptor, rest.baseAddress!, rest.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure(path) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Makes a directory, and those above it that are missing.
  package static func makeDirectory(_ path: String) throws {
    let parent = path.directory
    var status = mkdir(path.fileName, 0o777)
    if status != 0 && errno == ENOENT && !parent.isEmpty && parent != path {
      try makeDirectory(parent)
      status = mkdir(path.fileName, 0o777)
    }
    guard status == 0 || errno == EEXIST else {
      throw FileError("cannot be created: \(String(cString: strerror(errno)))", file: path, kind: .inputOutput)
    }
    guard path.namesDirectory else {
      throw FileError("is no directory", file: path, kind: .inputOutput)
    }
  }

  /// Makes the directory that `--output` names, unless it is there.
  ///
  /// - Returns: whether it was there.
  /// - Throws: ``FileError`` if a file has its name, or it cannot be made.
  package static func makeOutputDirectory(_ path: String) throws -> Bool {
    guard path.exists else {
      try makeDirectory(path)
      return false
    }
    try OutputPlace.checkDirectory(path)
    return true
  }

  /// The system's last error as one about a file.
  package static func failure(_ path: String) -> FileError {
    FileError("cannot be written: \(String(cString: strerror(errno)))", file: path, kind: .inputOutput)
  }
}
