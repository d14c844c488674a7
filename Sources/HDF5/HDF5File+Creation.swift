import CHDF5
import Files
import Foundation

extension HDF5File {
  /// Writes a new file, which takes the place of any file of that name only when it is complete.
  ///
  /// The library makes the file in memory, so that a disk that is full is met by this program's own writing: libhdf5 crashes
  /// when it cannot write. If anything fails, what was at `path` is untouched.
  ///
  /// - Parameters:
  ///   - path: the file to make or replace.
  ///   - write: receives the open, empty file; the file must not be used after it returns.
  /// - Throws: `HDF5Error` of kind `.inputOutput` if the file cannot be made, of kind `.usage` if something is in its way, and
  ///   whatever `write` throws.
  public static func create(at path: String, _ write: (HDF5File) throws -> Void) throws {
    try converting(path) { _ = try OutputPlace(path) }
    let file = try HDF5Library.locked {
      try HDF5File(tenas_h5_create_in_memory(path), path: path, attempt: "create", failure: .inputOutput)
    }
    try write(file)
    let image = try file.image()
    guard file.location.handle.close() else { throw file.location.failure("cannot be closed", kind: .inputOutput) }
    try converting(path) { try AtomicFile.write(image, to: path) }
  }

  private static func converting(_ path: String, _ body: () throws -> Void) throws {
    do { try body() } catch let error as FileError { throw HDF5Error(error.kind, file: path, reason: error.reason) }
  }

  /// The bytes of a file that is in memory.
  private func image() throws -> [UInt8] {
    try location.handle.use { identifier in
      _ = try location.check(tenas_h5_flush(identifier), "flush", kind: .inputOutput)
      let count = try location.check(H5Fget_file_image(identifier, nil, 0), "be finished", kind: .inputOutput)
      return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        initialized = try location.check(
          H5Fget_file_image(identifier, buffer.baseAddress, count), "be finished", kind: .inputOutput)
      }
    }
  }
}
