import CHDF5
import Files
import Foundation

/// An open HDF5 file; as a container it is its root group.
///
/// ```swift
/// let file = try HDF5File(reading: "te-nas-reference.h5")
/// let kernel = try file.dataset("ntk/nas-bench-201/284/ntk")
/// let entries = try kernel.read(as: Double.self)   // kernel.shape == [B, B], row by row
/// ```
///
/// The file is closed when the last of it and of the objects opened in it goes.
public struct HDF5File: LinkContainer {
  /// The file's path and its root.
  public let location: Location

  /// Opens a file to read.
  ///
  /// - Throws: `HDF5Error`: `.noSuchFile`; `.inputOutput` if it may not be read; `.badData` if it is not HDF5 or is
  ///   truncated.
  public init(reading path: String) throws {
    try self.init(opening: path, writable: false)
  }

  /// Opens a file to read and to change in place.
  ///
  /// A change that fails half-way stays half-made; `create(at:_:)` is the safe way to write a file.
  ///
  /// - Throws: as `init(reading:)`.
  public init(updating path: String) throws {
    try self.init(opening: path, writable: true)
  }

  private init(opening path: String, writable: Bool) throws {
    if !writable, let image = try Self.imageOfOther(path) {
      self = try Self.inMemory(image, path: path)
      return
    }
    try Self.requireRegularFile(path, writable: writable)
    self = try HDF5Library.locked {
      DamageGuard.watch(path)
      let identifier = tenas_h5_open(path.fileName, writable ? 1 : 0)
      guard identifier < 0 else { return try HDF5File(identifier, path: path, attempt: "open", failure: .badData) }
      let reason = HDF5Library.failureReason()
      guard reason.contains("unable to lock file") else { throw Self.unopened(path, reason) }
      // EAGAIN: another program has a lock on it, and may be in the midst of a change.
      guard !reason.contains("errno = \(EAGAIN),") else {
        throw HDF5Error(
          .inputOutput, file: path, reason: "another program has it open for writing; try again when it is done")
      }
      let unlocked = writable ? -1 : tenas_h5_open_unlocked(path.fileName)
      guard unlocked >= 0 else {
        throw HDF5Error(
          .inputOutput, file: path,
          reason: "its file system has no locks; set HDF5_USE_FILE_LOCKING=FALSE in the environment to open it without")
      }
      return try HDF5File(unlocked, path: path, attempt: "open", failure: .badData)
    }
  }

  /// The bytes of what the library cannot open by position: a pipe, standard input, a compressed file; nil for every other.
  private static func imageOfOther(_ path: String) throws -> [UInt8]? {
    var status = stat()
    guard path == InputFile.standardInput || stat(path.fileName, &status) == 0, status.st_mode & S_IFMT != S_IFDIR
    else {
      return nil
    }
    if InputFile.isRegular(path), !InputFile.isPacked(path) { return nil }
    return try InputFile(reading: path).bytes
  }

  private static func inMemory(_ image: [UInt8], path: String) throws -> HDF5File {
    try HDF5Library.locked {
      DamageGuard.watch(path)
      var image = image
      let name = Temporaries.name(beside: path)
      let identifier = image.withUnsafeMutableBytes { tenas_h5_open_in_memory(name, $0.baseAddress, $0.count) }
      guard identifier >= 0 else { throw unopened(path, HDF5Library.failureReason(), of: image) }
      return try HDF5File(identifier, path: path, attempt: "open", failure: .badData)
    }
  }

  /// Why a file is not opened: it is another kind of file, if it is one that is known.
  private static func unopened(_ path: String, _ reason: String, of image: [UInt8]? = nil) -> HDF5Error {
    let head = image ?? (try? FileHandle(readingFile: path)?.read(upToCount: 512)).flatMap { $0.map(Array.init) }
    if Container(head ?? []) == nil, let head, !head.isEmpty, !head.contains(0) {
      return HDF5Error(
        .badData, file: path,
        reason: "is text, where HDF5 is needed; `tenas table import --from csv` reads tables of text")
    }
    guard let container = Container(head ?? []), container != .hdf5 else {
      return HDF5Error(.badData, file: path, reason: "cannot open as HDF5: \(reason)")
    }
    return HDF5Error(.badData, file: path, reason: "\(container.words), where HDF5 is needed")
  }

  init(_ identifier: hid_t, path: String, attempt: String, failure: FailureKind) throws {
    guard identifier >= 0 else {
      throw HDF5Error(failure, file: path, reason: "cannot \(attempt) as HDF5: \(HDF5Library.failureReason())")
    }
    location = Location(file: path, path: "/", handle: Handle(identifier, closing: { H5Fclose($0) }))
  }

  /// Tells a missing or unreadable file from one that is not HDF5, in the operating system's words.
  private static func requireRegularFile(_ path: String, writable: Bool) throws {
    let descriptor = open(path.fileName, (writable ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      let missing = code == ENOENT || code == ENOTDIR
      throw HDF5Error(missing ? .noSuchFile : .inputOutput, file: path, reason: systemReason(code))
    }
    defer { Foundation.close(descriptor) }
    ReadFiles.add(descriptor)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      let what = status.st_mode & S_IFMT == S_IFDIR ? "a directory" : "not a regular file"
      throw HDF5Error(.badData, file: path, reason: "is \(what), where an HDF5 file is needed")
    }
  }

  static func systemReason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
