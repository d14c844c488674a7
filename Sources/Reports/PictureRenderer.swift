import Foundation
import PythonPackage

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
    guard let root = DataPackage.project(with: .export) else {
      return .notRendered(
        "the pictures are not drawn: run this in the project's directory: \(command(directory, root: "."))")
    }
    let interpreter = DataPackage.interpreter(of: root)
    guard FileManager.default.fileExists(atPath: interpreter) else {
      return .notRendered(
        "the pictures are not drawn: there is no \(interpreter); run `make python`, then: "
          + command(directory, root: root))
    }
    let run: (status: Int32, output: String, messages: String)
    do {
      run = try DataPackage(.export, project: root, interpreter: interpreter).output(of: ["render", directory])
    } catch let error as DataPackageError {
      return .notRendered("the pictures are not drawn: \(error.message); then: \(command(directory, root: root))")
    }
    switch run.status {
    case 0: return .rendered(run.output.split(separator: "\n").map(String.init))
    case unavailable:
      return .notRendered(
        "the pictures are not drawn: \(interpreter) has no vl-convert-python; run `make python`, then: "
          + command(directory, root: root))
    case DataPackageError.noSuchFile:
      return .notRendered(
        "the pictures are not drawn: \(reason(run.messages)); then: \(command(directory, root: root))")
    default:
      let reason = reason(run.messages)
      throw ReportError(.inputOutput, "the pictures could not be drawn (status \(run.status)): \(reason)")
    }
  }

  private static func reason(_ messages: String) -> String {
    messages.split(separator: "\n").last.map { String($0).replacing("error: ", with: "", maxReplacements: 1) }
      ?? "no reason given"
  }

  /// BSD's EX_UNAVAILABLE: the package's status when the renderer is not installed.
  private static let unavailable: Int32 = 69

  private static func command(_ directory: String, root: String) -> String {
    let (package, python) = (quoted("\(root)/notebooks-export"), quoted("\(root)/.venv/bin/python"))
    return "PYTHONPATH=\(package) \(python) -m tenas_export render \(quoted(directory))"
  }

  /// A path as a shell takes it.
  private static func quoted(_ path: String) -> String {
    path.wholeMatch(of: /[A-Za-z0-9_.\/\-]+/) != nil ? path : "'" + path.replacing("'", with: "'\\''") + "'"
  }
}
