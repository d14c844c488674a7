import ArgumentParser
import Reports

struct Render: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Draw the figures of a directory as SVG and PNG, and complete its report.",
    discussion: """
      The verbs that make figures draw them by themselves. This one makes up for it where the renderer was not installed then: \
      it reads every NAME.vl.json of the directory and the NAME.csv beside it. It needs Python with vl-convert-python.
      """)

  @Argument(help: ArgumentHelp("Where a verb wrote its figures.", valueName: "DIR"), completion: .directory)
  var directory: String

  func perform() throws {
    switch try PictureRenderer.render(directory) {
    case .rendered(let names): print("written: \(names.map { "\(directory)/\($0)" }.joined(separator: ", "))")
    case .notRendered(let reason): throw ReportError(.noSuchFile, reason)
    }
  }
}
