import Foundation

/// A Python package of the project, whose verbs this type runs: `tenas_data` reads sources that are pickles, `tenas_export`
/// writes what has its libraries in Python only.
///
/// ```swift
/// let package = try DataPackage()
/// let status = try package.run(["analog-nasbench", "analog.whl", "--output", "table.h5"])
/// ```
public struct DataPackage: Sendable {
  /// Which package, as its place in the project.
  public enum Name: String, Sendable {
    /// Importers and images.
    case data = "data/tenas_data"
    /// Pictures and exported tables.
    case export = "notebooks-export/tenas_export"
  }

  private let name: Name
  private let interpreter: String
  private let directory: String

  /// Finds a package and an interpreter for it.
  ///
  /// The package is looked for in the current directory and the directories above the executable; the interpreter is
  /// `TENAS_PYTHON`, else the project's `.venv`, which `make` creates.
  ///
  /// - Throws: `DataPackageError` that says what is missing and how to get it.
  public init(_ name: Name = .data) throws {
    guard let root = Self.candidates.first(where: { Self.exists("\($0)/\(name.rawValue)/__main__.py") }) else {
      throw DataPackageError(
        status: DataPackageError.noSuchFile,
        message: "\(name.rawValue): the Python package was not found; run tenas from the project's directory")
    }
    self.name = name
    directory = URL(fileURLWithPath: "\(root)/\(name.rawValue)").deletingLastPathComponent().path
    interpreter = ProcessInfo.processInfo.environment["TENAS_PYTHON"] ?? "\(root)/.venv/bin/python"
    guard Self.exists(interpreter) else {
      throw DataPackageError(
        status: DataPackageError.noSuchFile,
        message:
          "\(interpreter): there is no such Python; `make python` installs one with what is needed, or set TENAS_PYTHON"
      )
    }
  }

  /// Runs a verb; its output and messages go where this program's go.
  ///
  /// - Parameter arguments: the verb and its arguments.
  /// - Returns: the exit status: 0, or 64, 65, 66, 74 as for this program itself.
  public func run(_ arguments: [String]) throws -> Int32 {
    let process = process(arguments)
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Runs a verb and reads what it writes to standard output while it runs.
  ///
  /// - Parameters:
  ///   - arguments: the verb and its arguments.
  ///   - read: reads the output; what it leaves unread is lost.
  /// - Returns: what `read` returned.
  /// - Throws: `DataPackageError` with the verb's message if it failed, whatever `read` made of its output; else what
  ///   `read` throws.
  public func reading<Result>(_ arguments: [String], _ read: (FileHandle) throws -> Result) throws -> Result {
    let process = process(arguments)
    let (output, messages) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = messages
    try process.run()
    let result = Swift.Result { try read(output.fileHandleForReading) }
    try output.fileHandleForReading.close()
    let message = try messages.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    if case .failure(let error) = result, process.terminationStatus == 0 { throw error }
    guard process.terminationStatus == 0 else {
      throw DataPackageError(status: process.terminationStatus, message: reason(in: message))
    }
    return try result.get()
  }

  private func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: interpreter)
    process.arguments = ["-m", (name.rawValue as NSString).lastPathComponent] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONPATH": directory]) { _, new in new }
    return process
  }

  /// The last line a failed verb wrote, without its "error: ".
  private func reason(in output: Data) -> String {
    let line = String(decoding: output, as: UTF8.self).split(separator: "\n").last.map(String.init) ?? ""
    return line.hasPrefix("error: ") ? String(line.dropFirst("error: ".count)) : "\(name.rawValue): failed: \(line)"
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
