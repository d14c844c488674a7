import Files
import Foundation
import PythonPackage

/// Draws the specifications of a directory as SVG, PNG and PDF, and completes its `report.html`, with the Python package's
/// `tenas.exporters`.
public enum PictureRenderer {
  /// What became of the pictures.
  public enum Outcome: Sendable, Equatable {
    /// They are drawn; the files written, by name.
    case rendered([String])
    /// They are not, because Python or the renderer is missing: why, and the command that makes up for it, in one line.
    case notRendered(String)
  }

  /// A picture's file.
  public enum Format: String, CaseIterable, Sendable {
    /// Letters stay letters.
    case svg
    /// Two dots a pixel.
    case png
    /// As wide as a column of a paper, or two, with its fonts in it.
    case pdf
  }

  /// The numbers of columns that a PDF may be as wide as: 3.3 and 7 inches.
  public static let columnCounts = [1, 2]

  /// Draws `*.vl.json` of a directory.
  ///
  /// - Parameters:
  ///   - formats: the files to make of each.
  ///   - columns: the widths of PDFs, of ``columnCounts``.
  /// - Throws: ``ReportError`` with the renderer's message if a picture could not be drawn.
  public static func render(
    _ directory: String, formats: [Format] = [.svg, .png], columns: [Int] = columnCounts
  ) throws -> Outcome {
    guard directory.namesDirectory else {
      throw ReportError(.noSuchFile, "the pictures could not be drawn: \(directory): no such directory")
    }
    let run: (status: Int32, output: String, messages: String)
    do {
      run = try DataPackage(.export).output(
        of: ["render", directory] + formats.flatMap { ["--format", $0.rawValue] }
          + columns.flatMap { ["--columns", String($0)] })
    } catch let error as DataPackageError {
      return notRendered(directory, because: error.message)
    } catch {
      throw ReportError(.inputOutput, "Python cannot be run: \(error.localizedDescription)")
    }
    let reason =
      run.messages.split(separator: "\n").last.map { $0.replacing("error: ", with: "", maxReplacements: 1) }
      ?? "no reason given"
    switch run.status {
    case 0: return .rendered(run.output.split(separator: "\n").map(String.init))
    // The directory is there: what is missing is Python's.
    case unavailable, DataPackageError.noSuchFile: return notRendered(directory, because: reason)
    case 65: throw ReportError(.badData, "the pictures could not be drawn: \(reason)")
    default: throw ReportError(.inputOutput, "the pictures could not be drawn (status \(run.status)): \(reason)")
    }
  }

  /// BSD's EX_UNAVAILABLE: the package's status when the renderer is not installed.
  private static let unavailable: Int32 = 69

  private static func notRendered(_ directory: String, because reason: some StringProtocol) -> Outcome {
    .notRendered("the pictures are not drawn: \(reason); then: tenas render \(quoted(directory))")
  }

  /// A path as a shell takes it.
  private static func quoted(_ path: String) -> String {
    path.wholeMatch(of: /[A-Za-z0-9_.\/\-]+/) != nil ? path : "'" + path.replacing("'", with: "'\\''") + "'"
  }
}
