import Foundation
import HDF5
import TestSupport
import Testing

/// All tests of the module.
@Suite struct HDF5Tests {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
  static let h5pyWritten = fixtures.appending(path: "h5py-written.h5").path
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
