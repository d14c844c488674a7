import Foundation

/// Draws the specifications of a directory as SVG and PNG, and completes its `report.html`, with the Python package
/// `notebooks-export/tenas_export`.
public enum PictureRenderer {
  /// What became of the pictures.
  public enum Outcome: Sendable, Equatable {
    /// They are drawn; the files written, by name.
    case rendered([String])
    /// They are not, because Python or the renderer is missing: why, and the command that makes up for it, in one line.
    case notRendered(String)
  }

  /// Draws `*.vl.json` of a directory.
  ///
  /// The package is looked for in `notebooks-export/` of the current directory and of the directories above the
  /// executable; the interpreter is `TENAS_PYTHON`, else the project's `.venv`, which `make python` creates.
  ///
  /// - Throws: ``ReportError`` with the renderer's message if a picture could not be drawn.
  public static func render(_ directory: String) throws -> Outcome {
    guard let root = candidates.first(where: { exists("\($0)/notebooks-export/tenas_export/__main__.py") }) else {
      return .notRendered(
        "the pictures are not drawn: run this in the project's directory: \(command(directory, root: "."))")
    }
    let interpreter = ProcessInfo.processInfo.environment["TENAS_PYTHON"] ?? "\(root)/.venv/bin/python"
    guard exists(interpreter) else {
      return .notRendered(
        "the pictures are not drawn: there is no \(interpreter); run `make python`, then: "
          + command(directory, root: root))
    }
    let run = try Self.run(interpreter, package: "\(root)/notebooks-export", directory: directory)
    switch run.status {
    case 0: return .rendered(run.output.split(separator: "\n").map(String.init))
    case unavailable:
      return .notRendered(
        "the pictures are not drawn: \(interpreter) has no vl-convert-python; run `make python`, then: "
          + command(directory, root: root))
    default:
      let reason =
        run.error.split(separator: "\n").last.map { $0.replacing("error: ", with: "", maxReplacements: 1) }
        ?? "no reason given"
      throw ReportError(.inputOutput, "the pictures could not be drawn (status \(run.status)): \(reason)")
    }
  }

  /// BSD's EX_UNAVAILABLE: the package's status when the renderer is not installed.
  private static let unavailable: Int32 = 69

  private static func command(_ directory: String, root: String) -> String {
    let (package, python) = (quoted("\(root)/notebooks-export"), quoted("\(root)/.venv/bin/python"))
    return "PYTHONPATH=\(package) \(python) -m tenas_export render \(quoted(directory))"
  }

  private static func run(
    _ interpreter: String, package: String, directory: String
  ) throws -> (status: Int32, output: String, error: String) {
    let (process, output, error) = (Process(), Pipe(), Pipe())
    process.executableURL = URL(filePath: interpreter)
    process.arguments = ["-m", "tenas_export", "render", directory]
    process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONPATH": package]) { _, new in new }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = error
    do { try process.run() } catch {
      throw ReportError(.inputOutput, "\(interpreter): cannot be run: \(error.localizedDescription)")
    }
    let texts = [output, error].map { String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
    process.waitUntilExit()
    return (process.terminationStatus, texts[0], texts[1])
  }

  private static var candidates: [String] {
    var above = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    var directories = [FileManager.default.currentDirectoryPath]
    for _ in 0..<6 {
      above.deleteLastPathComponent()
      directories.append(above.path)
    }
    return directories
  }

  private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// A path as a shell takes it.
  private static func quoted(_ path: String) -> String {
    path.wholeMatch(of: /[A-Za-z0-9_.\/\-]+/) != nil ? path : "'" + path.replacing("'", with: "'\\''") + "'"
  }
}
