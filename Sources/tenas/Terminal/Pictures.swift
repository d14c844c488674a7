import Reports

/// What a verb says of the figures it has written.
enum Pictures {
  /// Draws a directory's figures and prints which files are there now, the page first.
  ///
  /// - Parameters:
  ///   - page: whether the directory has a page.
  ///   - others: what else was written.
  static func draw(_ directory: String, page: Bool, others: [String]) throws {
    var names = page ? [ReportPage.fileName] : []
    switch try PictureRenderer.render(directory) {
    case .rendered(let files): names += files.filter { $0.hasSuffix(".svg") }
    case .notRendered(let reason): print("note: \(reason)")
    }
    print("written: \((names.map { "\(directory)/\($0)" } + others).joined(separator: ", "))")
  }
}
