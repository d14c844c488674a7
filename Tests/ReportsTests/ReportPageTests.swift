import Files
import Foundation
import Reports
import TestSupport
import Testing

/// The page and its table.
@Suite struct ReportPageTests {
  let place: Workplace
  var directory: String { place.path("report") }

  init() throws { place = try Workplace() }

  static func figure(_ name: String, cells: [String] = ["</script><b>", "c"]) throws -> Figure {
    let data = try DataTable([.init("cell", cells), .init("x", [1, 2]), .init("y", [3, 4])])
    return try Figure(
      name, title: "T", data: data, panels: [Panel(Scatter(x: Axis("x"), y: Axis("y"), tooltip: ["cell"]))])
  }

  static let rows = [
    Comparison(
      "Fig. 1", "τ of κ", paper: Quantity(-0.42, decimals: 2), here: Quantity(-0.4841, .interval(-0.4925, -0.476)),
      count: 15_625, isCorrelation: true),
    Comparison(
      "Table 1", "accuracy <best>", paper: Quantity(71.24, .deviation(0.56), decimals: 2), here: nil, count: 4,
      note: "no table"),
  ]

  func text(_ name: String) throws -> String { try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8) }

  @Test func comparisonsAsATable() throws {
    let table = Comparison.table(Self.rows)
    #expect(
      table.aligned() == """
        where    what             paper          here                     n      verdict
        -------  ---------------  -------------  -----------------------  -----  --------
        Fig. 1   τ of κ           -0.42          -0.484 [-0.492, -0.476]  15625  stronger
        Table 1  accuracy <best>   71.24 ± 0.56  not measured             4

        """)
    // What is narrow has no count, and the texts are shortened; nothing is wider.
    let narrow = table.aligned(width: 70)
    #expect(narrow.contains("left out at 70 columns: where, n") && narrow.contains("stronger"))
    #expect(narrow.components(separatedBy: "\n").dropLast(2).allSatisfy { $0.count <= 70 })
    #expect(
      table.latex().contains(
        #"Fig. 1 & $\tau$ of $\kappa$ & $-0.42$ & $-0.484$ {\scriptsize$[-0.492, -0.476]$} & 15625 & stronger \\"#))
    #expect(table.latex().contains(#"& $71.24 \pm 0.56$ & -- & 4 &"#))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(table.json.text().utf8)) as? [[String: Any]])
    #expect(json[0]["here_low"] as? Double == -0.4925 && json[0]["here_deviation"] is NSNull)
    #expect(Comparison.notes(Self.rows + Self.rows) == ["Table 1: no table"])
    #expect(Quantity(.nan).text == "not defined" && Quantity(.infinity).text == "∞")
  }

  @Test func writesEveryFile() throws {
    try ReportPage(title: "Page", figures: [Self.figure("a"), Self.figure("b")], comparisons: Self.rows)
      .write(to: directory)
    let files = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    #expect(files == ["a.csv", "a.vl.json", "b.csv", "b.vl.json", "paper-and-here.csv", "report.html"])
    #expect(
      try text("paper-and-here.csv") == """
        place,what,paper,paper_deviation,here,here_low,here_high,here_deviation,n,verdict,note
        Fig. 1,τ of κ,-0.42,,-0.4841,-0.4925,-0.476,,15625,stronger,
        Table 1,accuracy <best>,71.24,0.56,,,,,4,,no table

        """)
  }

  @Test func verdicts() {
    func verdict(_ paper: Quantity?, _ here: Quantity?, isCorrelation: Bool = true) -> Comparison.Verdict? {
      Comparison("Fig. 1", "τ", paper: paper, here: here, isCorrelation: isCorrelation).verdict
    }
    let paper = Quantity(-0.42, decimals: 2)
    #expect(verdict(paper, Quantity(-0.45, .interval(-0.48, -0.41))) == .agrees)
    // What is printed as -0.42 may be -0.4249.
    #expect(verdict(paper, Quantity(-0.45, .interval(-0.48, -0.424))) == .agrees)
    #expect(verdict(paper, Quantity(-0.45, .interval(-0.48, -0.426))) == .stronger)
    #expect(verdict(paper, Quantity(-0.3, .interval(-0.35, -0.25))) == .weaker)
    #expect(verdict(paper, Quantity(0.3, .interval(0.25, 0.35))) == .differs)
    #expect(verdict(paper, Quantity(-0.5, .interval(-0.55, -0.45)), isCorrelation: false) == .differs)
    let table = Quantity(71.24, .deviation(0.56), decimals: 2)
    #expect(verdict(table, Quantity(71.9, .deviation(0.2))) == .agrees)
    #expect(verdict(table, Quantity(72.1, .deviation(0.2)), isCorrelation: false) == .differs)
    #expect(verdict(nil, paper) == nil && verdict(paper, nil) == nil && verdict(paper, Quantity(-0.42)) == nil)
    #expect(verdict(paper, Quantity(.nan, .interval(0, 1))) == nil)
  }

  @Test func aPageHasWhatItIsGiven() throws {
    let figure = try Figure(
      "a", title: "T", data: Self.figure("a").data, panels: Self.figure("a").panels, remarks: ["The paper <says> it."])
    let page = try ReportPage(
      title: "P", figures: [figure], comparisons: Self.rows,
      tables: [.init(title: "Numbers", header: ["metric"], rows: [["κ & R"]])],
      gallery: .init(title: "Best", items: [("<svg></svg>", "cell 1")]), notes: ["one is left out"],
      settings: [("command", "tenas reproduce --seed -1")]
    ).html()
    for text in [
      "The paper &lt;says&gt; it.", "κ &amp; R", "<figure><svg></svg><figcaption>cell 1</figcaption>",
      "one is left out",
      "<span class=\"verdict stronger\">stronger</span>", "<a href=\"#settings\">", "tenas reproduce --seed −1",
    ] { #expect(page.contains(text), "\(text)") }
    // A page without figures does not say that they are not drawn.
    let bare = try ReportPage(title: "P", figures: []).html()
    #expect(page.contains("<p id=\"not-drawn\"") && !bare.contains("<p id=\"not-drawn\""))
    // Pictures are linked by a script, which runs only where they were drawn.
    #expect(page.contains("<span class=\"drawn\" hidden>, <a href=\"a.svg\">"))
    #expect(page.firstRange(of: "id=\"a\"")!.lowerBound < page.firstRange(of: "id=\"comparisons\"")!.lowerBound)
  }

  @Test func theSamePageIsTheSameBytes() throws {
    let pages = try (0..<2).map { _ in try ReportPage(title: "P", figures: [Self.figure("a")]).html() }
    #expect(pages[0] == pages[1])
  }

  @Test func dataIsInThePageOnceAndEscaped() throws {
    let figures = try [Self.figure("a"), Self.figure("b"), Self.figure("c", cells: ["other", "c"])]
    let page = try ReportPage(title: "a < b & c", introduction: ["one"], figures: figures, comparisons: Self.rows)
      .html()
    #expect(page.components(separatedBy: "application/json").count == 3)
    #expect(!page.contains("</script><b>") && page.contains("\\u003c/script>"))
    #expect(page.contains("<h1>a &lt; b &amp; c</h1>") && page.contains("accuracy &lt;best&gt;"))
    #expect(page.contains("−0.484 [−0.492, −0.476]") && page.contains("15,625"))
  }

  @Test func aPageNeedsNoNetwork() throws {
    let page = try ReportPage(title: "P", figures: [Self.figure("a")]).html()
    let outside = page.matches(of: /(src|href)="?(https?:)?\/\//)
    #expect(outside.isEmpty && page.components(separatedBy: "<!-- drawing library -->").count == 2)
  }

  @Test func twoFiguresOfAName() throws {
    let page = try ReportPage(title: "P", figures: [Self.figure("a"), Self.figure("a")])
    let error = #expect(throws: ReportError.self) { try page.write(to: directory) }
    #expect(error?.description.contains("'a'") == true)
  }

  @Test func unwritablePlacesAreNamed() throws {
    let error = #expect(throws: FileError.self) { try Self.figure("a").write(to: "/dev/null/below") }
    #expect(error?.description.contains("/dev/null/below") == true && error?.kind == .inputOutput)
  }
}
