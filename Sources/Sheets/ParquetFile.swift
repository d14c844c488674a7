import Files
import Foundation
import PythonPackage

/// Parquet, read by Python.
enum ParquetFile {
  /// The columns as separated text.
  ///
  /// - Throws: `DataPackageError` if there is no Python that can, or the file is damaged.
  static func text(of input: InputFile) throws -> [UInt8] {
    do {
      let package = try DataPackage(.export)
      return try withFile(of: input) { path in
        try package.reading(["text", path]) { try [UInt8]($0.readToEnd() ?? Data()) }
      }
    } catch let error as DataPackageError {
      let reason = error.message
      throw DataPackageError(
        status: error.status, message: "\(input.path): is Parquet, which Python reads: \(reason); or save it as CSV")
    }
  }

  /// Python wants a file; what came through a pipe is put into one.
  private static func withFile<Result>(of input: InputFile, _ body: (String) throws -> Result) throws -> Result {
    if InputFile.isRegular(input.path), Container((try? Self.head(input.path)) ?? []) == .parquet {
      return try body(input.path)
    }
    let path = Temporaries.name(beside: NSTemporaryDirectory() + "parquet")
    Temporaries.remember(path)
    defer {
      unlink(path.fileName)
      Temporaries.forget(path)
    }
    try AtomicFile.write(input.bytes, to: path)
    return try body(path)
  }

  private static func head(_ path: String) throws -> [UInt8] {
    guard let handle = FileHandle(readingFile: path) else { return [] }
    return try [UInt8](handle.read(upToCount: 4) ?? Data())
  }
}
