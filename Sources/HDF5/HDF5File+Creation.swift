import CHDF5
import Foundation

extension HDF5File {
  /// Writes a new file, which takes the place of any file of that name only when it is complete.
  ///
  /// The contents go to a temporary file in the same directory, which is flushed to the disk and then renamed. If
  /// anything fails, the temporary file is removed and what was at `path` is untouched.
  ///
  /// - Parameters:
  ///   - path: the file to make or replace.
  ///   - write: receives the open, empty file; the file must not be used after it returns.
  /// - Throws: `HDF5Error` of kind `.inputOutput` if the file cannot be made, and whatever `write` throws.
  public static func create(at path: String, _ write: (HDF5File) throws -> Void) throws {
    let temporary = try makeTemporaryFile(for: path)
    do {
      let file = try HDF5Library.locked {
        try HDF5File(tenas_h5_create(temporary), path: path, attempt: "create", failure: .inputOutput)
      }
      try write(file)
      try file.finish()
      try synchronise(temporary, for: path)
      guard rename(temporary, path) == 0 else {
        throw HDF5Error(.inputOutput, file: path, reason: "cannot be written: \(systemReason(errno))")
      }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private func finish() throws {
    try location.handle.use { identifier in
      _ = try location.check(tenas_h5_flush(identifier), "flush", kind: .inputOutput)
    }
    guard location.handle.close() else { throw location.failure("cannot be closed", kind: .inputOutput) }
  }

  /// Makes an empty file beside `path`, with a name no other file has.
  private static func makeTemporaryFile(for path: String) throws -> String {
    let target = URL(fileURLWithPath: path)
    let name = ".\(target.lastPathComponent).\(UUID().uuidString).tmp"
    let temporary = target.deletingLastPathComponent().appendingPathComponent(name).path
    let descriptor = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw HDF5Error(.inputOutput, file: path, reason: "cannot be written: \(systemReason(errno))")
    }
    Foundation.close(descriptor)
    return temporary
  }

  /// Without this, a power failure just after the rename could leave an empty file under the final name.
  private static func synchronise(_ temporary: String, for path: String) throws {
    let descriptor = open(temporary, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0, fsync(descriptor) == 0, Foundation.close(descriptor) == 0 else {
      throw HDF5Error(.inputOutput, file: path, reason: "cannot be written: \(systemReason(errno))")
    }
  }
}
