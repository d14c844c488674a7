import Foundation

/// A part of the Python package `tenas` whose verbs this type runs: `importers` reads sources that are pickles, `exporters`
/// writes what has its libraries in Python only, `explorer` bundles a page.
///
/// ```swift
/// let package = try DataPackage()
/// let status = try package.run(["nats-bench", "NATS-tss-v1_0-3ffb9-simple", "--output", "table.h5"])
/// ```
public struct DataPackage: Sendable {
  /// Which part, as its module is called in `tenas`.
  public enum Name: String, Sendable {
    /// Importers and images.
    case data = "importers"
    /// Pictures and exported tables.
    case export = "exporters"
    /// The page of `tenas explore`.
    case explorer
  }

  private let name: Name
  private let home: PythonHome

  /// Finds the package and an interpreter for it.
  ///
  /// - Throws: `DataPackageError` that says what is missing and how to get it.
  public init(_ name: Name = .data) throws { self.init(name, home: try PythonHome()) }

  /// A part of the package that is somewhere.
  package init(_ name: Name, home: PythonHome) { (self.name, self.home) = (name, home) }

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
  public func reading<Output>(_ arguments: [String], _ read: (FileHandle) throws -> Output) throws -> Output {
    let (result, status, messages) = try capture(arguments, read)
    if case .failure(let error) = result, status == 0 { throw error }
    guard status == 0 else { throw DataPackageError(status: status, message: reason(in: messages)) }
    return try result.get()
  }

  /// Runs a verb and keeps what it writes.
  ///
  /// - Returns: the exit status, and what went to standard output and standard error.
  package func output(of arguments: [String]) throws -> (status: Int32, output: String, messages: String) {
    let (output, status, messages) = try capture(arguments) { try $0.readToEnd() ?? Data() }
    return (status, String(decoding: try output.get(), as: UTF8.self), messages)
  }

  private func capture<Output>(
    _ arguments: [String], _ read: (FileHandle) throws -> Output
  ) throws -> (output: Result<Output, any Error>, status: Int32, messages: String) {
    let process = process(arguments)
    let (output, messages) = (Pipe(), DrainedPipe())
    process.standardOutput = output
    process.standardError = messages.pipe
    try process.run()
    messages.drain()
    let result = Result { try read(output.fileHandleForReading) }
    try output.fileHandleForReading.close()
    process.waitUntilExit()
    return (result, process.terminationStatus, messages.text)
  }

  /// Runs a module of the package: `python -m` without the current directory, where a file may be called as a module is.
  private static let launcher = """
    import sys; sys.path[:] = sys.argv[1:2] + [p for p in sys.path if p]; name = sys.argv[2]; del sys.argv[1:3]; \
    import runpy; runpy.run_module(name, run_name="__main__", alter_sys=True)
    """

  private func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: home.interpreter)
    process.arguments = ["-c", Self.launcher, home.packages, "tenas.\(name.rawValue)"] + arguments
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// The last line a failed verb wrote, without its "error: ".
  private func reason(in messages: String) -> String {
    let line = messages.split(separator: "\n").last.map(String.init) ?? ""
    return line.hasPrefix("error: ")
      ? String(line.dropFirst("error: ".count)) : "tenas.\(name.rawValue): failed: \(line)"
  }
}
