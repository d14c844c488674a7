import Foundation
import TestSupport
import Testing

/// A run of the built command line, `tenas`, as its own process.
struct TenasProcess {
  let process = Process()
  private let output = Pipe()
  private let error = Pipe()

  /// What a finished process left.
  struct Outcome {
    let status: Int32
    let output: String
    let error: String

    /// Standard error without notes, which say what went well enough to mention.
    var errorLines: [Substring] { error.split(separator: "\n").filter { !$0.hasPrefix("note: ") } }
  }

  /// Starts the program in a working directory.
  init(_ arguments: [String], in directory: String) throws {
    try self.init(program: Self.executable.path, arguments, in: directory)
  }

  /// Starts another program, that may start this one.
  init(program: String, _ arguments: [String], in directory: String) throws {
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: directory)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = error
    try process.run()
  }

  /// Waits for the end.
  func finish() -> Outcome {
    let text = [output, error].map { String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: text[0], error: text[1])
  }

  /// The program lies beside the test bundle, in `.build/<configuration>`.
  static let executable: URL = {
    #if os(macOS)
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }!.bundleURL
    #else
      let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    #endif
    return bundle.deletingLastPathComponent().appending(path: "tenas")
  }()
}

/// Runs of `tenas` in a test's directory.
extension Workplace {
  /// Runs `tenas` to its end. Arguments are parted at blanks.
  func tenas(_ arguments: String) throws -> TenasProcess.Outcome {
    try TenasProcess(arguments.split(separator: " ").map(String.init), in: directory).finish()
  }

  /// Runs `tenas`, which must succeed. Arguments are parted at blanks; `more` are taken whole.
  @discardableResult
  func succeed(
    _ arguments: String, _ more: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let all = arguments.split(separator: " ").map(String.init) + more
    let outcome = try TenasProcess(all, in: directory).finish()
    #expect(outcome.status == 0, "tenas \(all): \(outcome.error)", sourceLocation: sourceLocation)
    return outcome.output
  }

  /// Runs `tenas`, which must fail with a status and a first line of standard error that has all the given words; other
  /// failures than of usage, which the synopsis follows, say nothing else.
  func fail(
    _ status: Int32, _ arguments: String, saying words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try fail(
      status, arguments.split(separator: " ").map(String.init), saying: words, sourceLocation: sourceLocation)
  }

  /// The same of arguments that may have blanks in them.
  func fail(
    _ status: Int32, _ arguments: [String], saying words: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try TenasProcess(arguments, in: directory).finish()
    let what: Comment = "tenas \(arguments): \(outcome.status), \(outcome.error)"
    #expect(outcome.status == status, what, sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, what, sourceLocation: sourceLocation)
    let line = outcome.errorLines.first.map(String.init) ?? ""
    #expect(line.lowercased().hasPrefix("error: "), what, sourceLocation: sourceLocation)
    #expect(status == 64 || outcome.errorLines.count == 1, what, sourceLocation: sourceLocation)
    for word in words { #expect(line.contains(word), what, sourceLocation: sourceLocation) }
  }
}
