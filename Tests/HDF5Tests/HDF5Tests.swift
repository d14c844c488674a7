import Foundation
import HDF5
import Testing

/// All tests of the module.
@Suite struct HDF5Tests {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
  static let h5pyWritten = fixtures.appending(path: "h5py-written.h5").path
  static let reference = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/reference/te-nas-reference.h5").standardizedFileURL.path
}

/// Runs `body` with the path of a new directory, which is removed afterwards.
func withTemporaryDirectory<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let directory = FileManager.default.temporaryDirectory.appending(path: "hdf5-tests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  return try body(directory)
}

/// Writes a file, reopens it, and hands it to `read`.
func roundTrip(_ write: (HDF5File) throws -> Void, read: (HDF5File) throws -> Void) throws {
  try withTemporaryDirectory { directory in
    let path = directory.appending(path: "file.h5").path
    try HDF5File.create(at: path, write)
    try read(HDF5File(reading: path))
  }
}

/// The error `body` throws, as an `HDF5Error`.
func hdf5Error(_ body: () throws -> some Any) -> HDF5Error? {
  #expect(throws: HDF5Error.self) { try body() }
}
