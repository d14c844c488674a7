import Foundation

/// Where the Python package `tenas` is, and the Python that runs it. Neither depends on the current directory.
///
/// The package is looked for in `TENAS_HOME`, if that is set, else in the directories above the program. Each may have it in one
/// of three places, which are those of an installed program, of a checkout and of a wheel.
package struct PythonHome: Sendable, Equatable {
  /// The directory that has the package: `import tenas` works with it in Python's path.
  package let packages: String
  /// The Python that runs it, an absolute path.
  package let interpreter: String

  /// Finds both.
  ///
  /// - Parameters:
  ///   - environment: `TENAS_HOME`, `TENAS_PYTHON` and `PATH` count.
  ///   - executable: this program's file, symbolic links resolved.
  /// - Throws: `DataPackageError` that says what is missing and how to name it.
  package init(
    environment: [String: String] = ProcessInfo.processInfo.environment, executable: String = Self.executable
  ) throws {
    // What is set to nothing is not set.
    func named(_ variable: String) -> String? { environment[variable].flatMap { $0.isEmpty ? nil : $0 } }
    let (root, packages) = try Self.root(named("TENAS_HOME"), executable)
    self.packages = packages
    interpreter = try Self.interpreter(named: named("TENAS_PYTHON"), root: root, path: environment["PATH"] ?? "")
  }

  /// Two places that are known.
  package init(packages: String, interpreter: String) {
    (self.packages, self.interpreter) = (packages, interpreter)
  }

  /// This program's file, whatever name it was called by.
  package static var executable: String {
    URL(filePath: Bundle.main.executablePath ?? CommandLine.arguments[0]).resolvingSymlinksInPath().path
  }

  /// Where a directory may have the package: an installed program's, a checkout, `site-packages`.
  private static let layouts = ["share/tenas/python", "python/src", "."]

  /// How far above the program a directory is looked at: `.build/x86_64-unknown-linux-gnu/release/tenas` is four below its checkout.
  private static let levels = 6

  private static func root(_ named: String?, _ executable: String) throws -> (root: String, packages: String) {
    if let named {
      if let packages = packages(in: named) { return (named, packages) }
      throw missing(
        "TENAS_HOME is '\(named)', which has no Python package: neither share/tenas/python nor python/src is in it")
    }
    var directory = URL(filePath: executable)
    for _ in 0..<levels {
      directory.deleteLastPathComponent()
      if let packages = packages(in: directory.path) { return (directory.path, packages) }
    }
    throw missing(
      "the Python package is not beside \(executable); set TENAS_HOME to the directory that tenas was unpacked in")
  }

  private static func packages(in directory: String) -> String? {
    layouts.map { $0 == "." ? directory : "\(directory)/\($0)" }
      .first { FileManager.default.fileExists(atPath: "\($0)/tenas/importers/__main__.py") }
  }

  private static func interpreter(named: String?, root: String, path: String) throws -> String {
    if let named {
      if let found = program(named, path: path) { return found }
      throw missing("TENAS_PYTHON is '\(named)', which is no program; set it to a Python 3.9 or newer")
    }
    if let found = program("\(root)/.venv/bin/python", path: path) ?? program("python3", path: path) { return found }
    throw missing("there is no python3 on PATH; set TENAS_PYTHON to a Python 3.9 or newer")
  }

  /// The absolute path of a program: of a name without a slash, the first on `PATH`. Symbolic links are not followed, nor anything that
  /// would follow them: an environment's Python knows its packages by the name that it is called by.
  private static func program(_ name: String, path: String) -> String? {
    let candidates = name.contains("/") ? [name] : path.split(separator: ":").map { "\($0)/\(name)" }
    return candidates.first { candidate in
      var isDirectory: ObjCBool = false
      return FileManager.default.fileExists(atPath: candidate, isDirectory: &isDirectory) && !isDirectory.boolValue
        && FileManager.default.isExecutableFile(atPath: candidate)
    }
    .map { $0.hasPrefix("/") ? $0 : "\(FileManager.default.currentDirectoryPath)/\($0)" }
  }

  private static func missing(_ message: String) -> DataPackageError {
    DataPackageError(status: DataPackageError.noSuchFile, message: message)
  }
}
