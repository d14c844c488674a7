import Foundation

/// A directory of a test's own, removed with all its files when the last reference goes.
package final class Workplace: Sendable {
  /// Where it is.
  package let directory: String

  /// Makes the directory.
  package init() throws {
    directory = NSTemporaryDirectory() + "tenas-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// A file's absolute path.
  package func path(_ name: String) -> String { "\(directory)/\(name)" }

  package func contains(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  package func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  package func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  /// Writes a file, and makes its directory.
  package func write(_ bytes: [UInt8], to name: String) throws {
    let file = URL(filePath: path(name))
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }
}

/// Runs `body` with the path of a file in a new directory, which is removed afterwards.
package func withTemporaryFile<Result>(_ name: String, _ body: (String) throws -> Result) throws -> Result {
  let place = try Workplace()
  return try withExtendedLifetime(place) { try body(place.path(name)) }
}

/// Runs `body` with a new directory, which is removed afterwards.
package func withTemporaryDirectory<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let place = try Workplace()
  return try withExtendedLifetime(place) { try body(URL(filePath: place.directory)) }
}
