import ArgumentParser
import Reports

struct Render: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Draw the figures of a directory, for the screen or for a paper.",
    discussion: """
      Example: tenas render results/first-1000/figures --format pdf --columns 1

      It reads every NAME.vl.json of the directory and the NAME.csv beside it. Without --format it makes SVG and PNG, as the \
      verbs that make figures do by themselves, and completes report.html. A PDF is as wide as a column of a paper (3.3 inches) or \
      two (7 inches), has its fonts in it, and no heading, since a paper's caption says that: NAME-1-column.pdf, \
      NAME-2-column.pdf. It needs Python with vl-convert.
      """)

  @Argument(help: ArgumentHelp("Where a verb wrote its figures.", valueName: "DIR"), completion: .directory)
  var directory: String

  @Option(
    help: ArgumentHelp("What to make: svg, png, pdf; default: svg,png.", valueName: "FORMAT,..."),
    transform: CommaSeparated.init(parsing:))
  var format: CommaSeparated<PictureRenderer.Format>?

  @Option(
    help: ArgumentHelp("The width of PDFs in columns, 1 or 2; default: both.", valueName: "N"), transform: Self.columns)
  var columns: Int?

  private static func columns(_ text: String) throws -> Int {
    guard let count = Int(text), PictureRenderer.columnCounts.contains(count) else {
      throw ValidationError("a figure is 1 or 2 columns wide")
    }
    return count
  }

  func validate() throws {
    guard columns == nil || format?.values.contains(.pdf) == true else {
      throw ValidationError("--columns is the width of a PDF; add --format pdf")
    }
  }

  func perform() throws {
    let outcome = try PictureRenderer.render(
      directory, formats: format?.values ?? [.svg, .png], columns: columns.map { [$0] } ?? PictureRenderer.columnCounts)
    switch outcome {
    case .rendered(let names): print("written: \(names.map { "\(directory)/\($0)" }.joined(separator: ", "))")
    case .notRendered(let reason): throw ReportError(.noSuchFile, reason)
    }
  }
}

extension PictureRenderer.Format: ExpressibleByArgument {}
