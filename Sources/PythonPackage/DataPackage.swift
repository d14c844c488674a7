import Foundation
import Synchronization

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
    try requireDescriptors()
    let process = process(arguments)
    try start(process)
    process.waitUntilExit()
    return try status(of: process)
  }

  /// Descriptors that a child and its pipes take. Foundation ends the program where there are fewer.
  private static let descriptors = 32

  private func requireDescriptors() throws {
    var open: [Int32] = []
    defer { for descriptor in open { close(descriptor) } }
    while open.count < Self.descriptors {
      let descriptor = dup(STDERR_FILENO)
      guard descriptor >= 0 else {
        throw DataPackageError(
          status: DataPackageError.inputOutput,
          message:
            "\(home.interpreter): cannot be started: \(String(cString: strerror(errno))); allow more (ulimit -n 256)")
      }
      open.append(descriptor)
    }
  }

  /// Starts Python and notes that it is at work.
  private func start(_ process: Process) throws {
    do { try process.run() } catch {
      throw DataPackageError(
        status: DataPackageError.noSuchFile,
        message:
          "\(home.interpreter): cannot be started: \((error as NSError).localizedDescription); `make python` installs a Python, or set TENAS_PYTHON"
      )
    }
    Self.atWork.store(process.processIdentifier, ordering: .relaxed)
  }

  /// The exit status of a Python that has ended; one that a signal ended has none.
  private func status(of process: Process) throws -> Int32 {
    Self.atWork.store(0, ordering: .relaxed)
    guard process.terminationReason == .uncaughtSignal else { return process.terminationStatus }
    throw DataPackageError(
      status: DataPackageError.inputOutput,
      message:
        "\(home.interpreter): was ended by signal \(process.terminationStatus) (\(Self.words(process.terminationStatus)))"
    )
  }

  private static func words(_ signal: Int32) -> String {
    strsignal(signal).map { String(cString: $0) } ?? "unknown"
  }

  /// The process at work, 0 for none.
  private static let atWork = Atomic<Int32>(0)

  /// Has the Python at work remove what it has not finished, and end; waits for it for two seconds. May be called in a signal handler.
  public static func stop() {
    let child = atWork.load(ordering: .relaxed)
    guard child > 0, kill(child, SIGTERM) == 0 else { return }
    for _ in 0..<200 {
      var ended = siginfo_t()
      guard waitid(P_PID, id_t(child), &ended, WEXITED | WNOHANG | WNOWAIT) == 0, !hasEnded(ended) else { return }
      usleep(10_000)
    }
  }

  private static func hasEnded(_ information: siginfo_t) -> Bool { information.si_signo != 0 }

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
    try requireDescriptors()
    let process = process(arguments)
    let (output, messages) = (Pipe(), DrainedPipe())
    process.standardOutput = output
    process.standardError = messages.pipe
    try start(process)
    messages.drain()
    let result = Result { try read(output.fileHandleForReading) }
    try output.fileHandleForReading.close()
    process.waitUntilExit()
    let text = messages.text
    return (result, try status(of: process), text)
  }

  private func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: home.interpreter)
    process.arguments = ["-c", Launcher.program, home.packages, "tenas.\(name.rawValue)"] + arguments
    process.environment = ProcessInfo.processInfo.environment
    // Environment modules set it for the Python they are about, which this is not.
    process.environment!["PYTHONHOME"] = nil
    process.standardInput = FileHandle.nullDevice
    #if os(Linux)
      // Foundation spells the current directory out, which a name that is not UTF-8 does not survive.
      if !Self.namesCurrentDirectory { process.currentDirectoryURL = URL(filePath: "/proc/self/cwd") }
    #endif
    return process
  }

  /// Whether the path of the current directory is a text.
  private static var namesCurrentDirectory: Bool {
    guard let path = getcwd(nil, 0) else { return true }
    defer { free(path) }
    return String(validatingCString: path) != nil
  }

  /// The last line a failed verb wrote, without its "error: ".
  private func reason(in messages: String) -> String {
    let line = messages.split(separator: "\n").last.map(String.init) ?? ""
    return line.hasPrefix("error: ")
      ? String(line.dropFirst("error: ".count)) : "tenas.\(name.rawValue): failed: \(line)"
  }
}
