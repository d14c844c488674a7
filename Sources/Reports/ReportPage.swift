import Files

/// Figures and a table of the paper's numbers beside those measured here, on one page that needs no network.
///
/// ```swift
/// let page = ReportPage(title: "TE-NAS, reproduced", figures: [figure], comparisons: rows)
/// try page.write(to: "results/reproduction")              // CSV, specifications, report.html
/// switch try PictureRenderer.render("results/reproduction") {
/// case .rendered(let files): print("written: \(files.joined(separator: ", "))")
/// case .notRendered(let how): print("note: \(how)")
/// }
/// ```
public struct ReportPage: Sendable {
  /// The heading.
  public let title: String
  /// What the reader must know first: images, protocol, population, version; a paragraph each.
  public let introduction: [String]
  /// The figures, in reading order; no two of the same name.
  public let figures: [Figure]
  /// The rows of the table.
  public let comparisons: [Comparison]
  /// Further tables, below the figures.
  public let tables: [Table]
  /// Pictures in a row, the first below the figures.
  public let gallery: Gallery?
  /// What was left out or counted otherwise, a line each; at the end of the page.
  public let notes: [String]
  /// How the numbers came about: settings, command, version and date, by name.
  public let settings: [(name: String, value: String)]

  /// Small pictures with a line each.
  public struct Gallery: Sendable {
    /// The heading.
    public let title: String
    /// SVG, and what stands below it.
    public let items: [(svg: String, caption: String)]
    /// How wide a picture is at least, in pixels, where the window is; more of them stand side by side in a wide one.
    public let least: Int

    /// Makes a gallery.
    public init(title: String, items: [(svg: String, caption: String)], least: Int = 200) {
      (self.title, self.items, self.least) = (title, items, least)
    }
  }

  /// Texts in rows and columns.
  public struct Table: Sendable {
    /// The heading.
    public let title: String
    /// The names of the columns, and the rows.
    public let header: [String], rows: [[String]]

    /// Makes a table.
    public init(title: String, header: [String], rows: [[String]]) {
      (self.title, self.header, self.rows) = (title, header, rows)
    }
  }

  /// The page's file.
  public static let fileName = "report.html"
  /// The table's file.
  public static let comparisonsFileName = "paper-and-here.csv"

  /// Makes a page.
  public init(
    title: String, introduction: [String] = [], figures: [Figure], comparisons: [Comparison] = [], tables: [Table] = [],
    gallery: Gallery? = nil, notes: [String] = [], settings: [(name: String, value: String)] = []
  ) {
    (self.title, self.introduction, self.figures, self.comparisons) = (title, introduction, figures, comparisons)
    (self.tables, self.gallery, self.notes, self.settings) = (tables, gallery, notes, settings)
  }

  /// Writes the figures' files, the table as CSV if it has rows, and the page. The page draws its figures once
  /// ``PictureRenderer`` has put the drawing library in; until then it shows the table, and says so.
  ///
  /// - Throws: `FileError` naming the file that could not be written; ``ReportError`` for two figures of the same name.
  public func write(to directory: String) throws {
    var names = Set<String>()
    for figure in figures {
      guard names.insert(figure.name).inserted else {
        throw ReportError(.badData, "there are two figures '\(figure.name)'; their files would replace each other")
      }
      try figure.write(to: directory)
    }
    try AtomicFile.makeDirectory(directory)
    if !comparisons.isEmpty {
      try AtomicFile.write(Comparison.table(comparisons).csv, to: "\(directory)/\(Self.comparisonsFileName)")
    }
    try AtomicFile.write(try html(), to: "\(directory)/\(Self.fileName)")
  }
}
