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
  static func draw(_ directory: String, page: Bool, others: [String]) throws {
    let pictures: [String]
    switch try PictureRenderer.render(directory) {
    case .rendered(let files): pictures = files.filter { $0.hasSuffix(".svg") }
    case .notRendered(let reason):
      Terminal.note(reason)
      pictures = (directory.entries ?? []).filter { $0.hasSuffix(".vl.json") }
        .sorted()
    }
    let names = ((page ? [ReportPage.fileName] : []) + pictures).map { "\(directory)/\($0)" }
    print("written: \((names + others).joined(separator: ", "))")
  }
}
