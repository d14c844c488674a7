import Foundation
import HDF5

/// Runs the importers that are written in Python (`data/tenas_data`), for sources that are pickles.
public struct PythonImporter: Sendable {
  private let interpreter: String
  private let package: String

  /// Finds the package and an interpreter for it.
  ///
  /// The package is looked for in `data/` of the current directory and of the directories above the executable; the
  /// interpreter is `TENAS_PYTHON`, else the project's `.venv`, which `make` creates.
  ///
  /// - Throws: `AccuracyTableError` that says what is missing and how to get it.
  public init() throws {
    let environment = ProcessInfo.processInfo.environment
    guard let root = Self.candidates.first(where: { Self.exists("\($0)/data/tenas_data/__main__.py") }) else {
      throw AccuracyTableError(
        "the Python importers were not found; run tenas from the project's directory", file: "data/tenas_data",
        kind: .noSuchFile)
    }
    package = "\(root)/data"
    interpreter = environment["TENAS_PYTHON"] ?? "\(root)/.venv/bin/python"
    guard Self.exists(interpreter) else {
      throw AccuracyTableError(
        "there is no such Python; `make python` installs one with h5py, or set TENAS_PYTHON", file: interpreter,
        kind: .noSuchFile)
    }
  }

  /// Runs a verb of the package on a source; its messages go to standard error as they come.
  ///
  /// - Returns: the exit status: 0, or 64, 65, 66, 74 as for this program itself.
  public func run(_ verb: String, source: String, output: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: interpreter)
    process.arguments = ["-m", "tenas_data", verb, source, "--output", output]
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONPATH": package]) { _, new in new }
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private static var candidates: [String] {
    var above = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    var directories = [FileManager.default.currentDirectoryPath]
    for _ in 0..<6 {
      above.deleteLastPathComponent()
      directories.append(above.path)
    }
    return directories
  }

  private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
