import Files
import Foundation
import Reports

/// What a verb says of the figures it has written.
enum Pictures {
  /// Draws a directory's figures and prints which files are there now, the page first: pictures, or specifications where nothing
  /// could draw them.
  ///
  /// - Parameters:
  ///   - page: whether the directory has a page.
  ///   - others: what else was written.
  ///   - format: of the results that are printed, too.
  static func draw(
    _ directory: String, page: Bool, others: [String], beside format: ResultTable.Format = .table
  ) throws {
    let pictures: [String]
    switch try PictureRenderer.render(directory) {
    case .rendered(let files): pictures = files.filter { $0.hasSuffix(".svg") }
    case .notRendered(let reason):
      Terminal.note(reason)
      pictures = (directory.entries ?? []).filter { $0.hasSuffix(".vl.json") }
        .sorted()
    }
    let names = ((page ? [ReportPage.fileName] : []) + pictures).map { "\(directory)/\($0)" }
    tell(names + others, beside: format)
  }

  /// Says which files were written: to people, beside their table; where a program or a paper reads the results, on standard error.
  static func tell(_ files: [String], beside format: ResultTable.Format) {
    let line = "written: \(files.joined(separator: ", "))"
    if format == .table { print(line) } else { Terminal.complain(line) }
  }
}
