import Foundation
import PythonPackage

/// Files in a compression that Python has a library for: xz, bzip2, Zstandard, and zip archives of one file.
enum PackedFile {
  /// What is within.
  ///
  /// - Throws: `DataPackageError` with the reason and the path, if the file is damaged or has no one content (65), or no Python can
  ///   unpack it (66).
  static func content(_ bytes: [UInt8], _ container: Container, path: String) throws -> [UInt8] {
    let package: DataPackage
    do { package = try DataPackage() } catch let error as DataPackageError {
      throw DataPackageError(
        status: error.status, message: "\(path): \(container.words), or have Python do it: \(error.message)")
    }
    // Python wants a file that it can go back and forth in; the bytes may have come through a pipe.
    let copy = Temporaries.name(beside: NSTemporaryDirectory() + "packed")
    Temporaries.remember(copy)
    defer {
      unlink(copy.fileName)
      Temporaries.forget(copy)
    }
    try AtomicFile.write(bytes, to: copy)
    return try package.reading(["unpack", copy, "--name", path]) { try [UInt8]($0.readToEnd() ?? Data()) }
  }
}
