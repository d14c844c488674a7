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
    try Self.requireRegularFile(path, writable: writable)
    self = try HDF5Library.locked {
      DamageGuard.watch(path)
      return try HDF5File(tenas_h5_open(path, writable ? 1 : 0), path: path, attempt: "open", failure: .badData)
    }
  }

  init(_ identifier: hid_t, path: String, attempt: String, failure: FailureKind) throws {
    guard identifier >= 0 else {
      throw HDF5Error(failure, file: path, reason: "cannot \(attempt) as HDF5: \(HDF5Library.failureReason())")
    }
    location = Location(file: path, path: "/", handle: Handle(identifier, closing: { H5Fclose($0) }))
  }

  /// Tells a missing or unreadable file from one that is not HDF5, in the operating system's words.
  private static func requireRegularFile(_ path: String, writable: Bool) throws {
    let descriptor = open(path, (writable ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      let missing = code == ENOENT || code == ENOTDIR
      throw HDF5Error(missing ? .noSuchFile : .inputOutput, file: path, reason: systemReason(code))
    }
    defer { Foundation.close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw HDF5Error(.badData, file: path, reason: "is not a regular file, so it cannot be an HDF5 file")
    }
  }

  static func systemReason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
