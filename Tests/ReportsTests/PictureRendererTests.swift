import Foundation
import Reports
import TestSupport
import Testing

/// Every kind of chart, drawn by the real renderer.
@Suite struct PictureRendererTests {
  let place: Workplace
  var directory: String { place.path("pictures") }

  init() throws { place = try Workplace() }

  @Test(.enabled(if: Repository.hasPython, "there is no .venv/complete; `make python` makes it"))
  func drawsEveryChart() throws {
    let figures = try FigureTests.charts.enumerated().map { place, chart in
      try Figure("f\(10 + place)", title: "T", data: FigureTests.data, panels: [FigureTests.panel(chart)])
    }
    try ReportPage(title: "P", figures: figures).write(to: directory)
    let pictures = figures.flatMap { ["\($0.name).svg", "\($0.name).png"] }
    #expect(try PictureRenderer.render(directory) == .rendered(pictures + ["report.html"]))
    let page = try String(contentsOfFile: "\(directory)/report.html", encoding: .utf8)
    #expect(page.contains("vegaEmbed=") || page.contains("window.vegaEmbed"))
    for picture in pictures {
      let size = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(picture)")[.size] as? Int
      #expect(size ?? 0 > 2000, "\(picture)")
    }
  }

  @Test(.enabled(if: Repository.hasPython, "there is no .venv/complete; `make python` makes it"))
  func pdfIsAsWideAsAColumn() throws {
    let figure = try Figure(
      "f", title: "T", data: FigureTests.data, panels: [FigureTests.panel(FigureTests.charts[0])])
    try figure.write(to: directory)
    let files = try PictureRenderer.render(directory, formats: [.pdf], columns: [1])
    #expect(files == .rendered(["f-1-column.pdf"]))
    let pdf = try Data(contentsOf: URL(filePath: "\(directory)/f-1-column.pdf"))
    // 3.3 inches of 72 points.
    #expect(String(decoding: pdf, as: UTF8.self).contains("/MediaBox [0 0 237.6 "))
    #expect(!place.contains("pictures/f.svg"))
  }

  @Test(.enabled(if: Repository.hasPython, "there is no .venv/complete; `make python` makes it"))
  func whatCannotBeDrawnIsNamed() throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try Data("{}".utf8).write(to: URL(filePath: "\(directory)/odd.vl.json"))
    let error = #expect(throws: ReportError.self) { try PictureRenderer.render(directory) }
    #expect(error?.kind == .badData && error?.description.contains("odd.vl.json") == true)
    let missing = #expect(throws: ReportError.self) { try PictureRenderer.render(place.path("nowhere")) }
    #expect(missing?.kind == .noSuchFile && missing?.description.contains("nowhere") == true)
  }
}
