extension ReportPage {
  /// The page: text, table, data and specifications; a line stands where the renderer puts the drawing library.
  ///
  /// Data is CSV text in the page, once for all figures that have the same.
  ///
  /// - Throws: `EncodingError` if a specification has a number that is not finite.
  public func html() throws -> String {
    let texts = figures.map(\.data.csv)
    let shared = texts.map { texts.firstIndex(of: $0)! }
    let data = try Set(shared).sorted().map { place in
      "<script type=\"application/json\" id=\"data-\(place)\">\(try JSON.string(texts[place]).line())</script>\n"
    }
    let specifications = try zip(figures, shared).map { figure, place in
      let specification = figure.specification(data: ["values": .integer(place)])
      return "draw(\(try JSON.string(figure.name).line()), \(try specification.line()));\n"
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped(title))</title>
      <style>\n\(Self.style)</style>
      \(Self.libraryLine)
      </head>
      <body>
      <h1>\(escaped(title))</h1>
      \(introduction.map { "<p>\(escaped($0))</p>\n" }.joined())\(table)<h2>Figures</h2>
      <p id="not-drawn">The figures are not drawn, because the drawing library is not in this page yet; their data and \
      specifications are in the files named below. <code>tenas</code> said how to render them.</p>
      \(figures.map(section).joined())\(data.joined())<script>
      \(Self.script)\(specifications.joined())</script>
      </body>
      </html>

      """
  }

  /// The line the renderer replaces by the drawing library; `render.py` has the same.
  static let libraryLine = "<!-- drawing library -->"

  private var table: String {
    guard !comparisons.isEmpty else { return "" }
    let rows = comparisons.map { row in
      let fields = [
        row.place, row.what, row.paper?.text ?? "", row.here?.text ?? "not measured", row.count.map(grouped) ?? "",
        row.note,
      ]
      return "<tr>" + fields.map { "<td>\(escaped($0))</td>" }.joined() + "</tr>\n"
    }
    return """
      <h2>The paper's numbers and those measured here</h2>
      <table>
      <thead><tr><th>where</th><th>what</th><th>paper</th><th>here</th><th>n</th><th>note</th></tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      </table>
      <p class="small">In brackets 95% intervals, after ± standard deviations. The same as
      <a href="\(Self.comparisonsFileName)">CSV</a>.</p>

      """
  }

  private func section(_ figure: Figure) -> String {
    """
    <section><div class="picture" id="\(figure.name)"></div>
    <p class="small">\(figure.name): <a href="\(figure.csvName)">data</a>, \
    <a href="\(figure.specificationName)">specification</a>, <a href="\(figure.name).svg">SVG</a>, \
    <a href="\(figure.name).png">PNG</a></p></section>

    """
  }

  private static let style = """
    body { font: 15px/1.5 "DejaVu Sans", Verdana, Arial, sans-serif; color: #222; max-width: 1280px; margin: 2em auto; padding: 0 1em; }
    h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 2em; }
    table { border-collapse: collapse; font-size: 13px; }
    th, td { text-align: left; vertical-align: top; padding: .3em .8em; border-bottom: 1px solid #ddd; }
    td:nth-child(3), td:nth-child(4), td:nth-child(5) { white-space: nowrap; font-variant-numeric: tabular-nums; }
    section { margin: 1.5em 0 2.5em; } .picture { overflow-x: auto; } .small { font-size: 12px; color: #555; }
    body #vg-tooltip-element { font-size: 12px; max-width: 760px; }
    body #vg-tooltip-element table tr td.key { max-width: 240px; white-space: nowrap; }
    body #vg-tooltip-element table tr td.value { max-width: 640px; overflow: visible; text-overflow: clip; }

    """

  /// Canvas, because tens of thousands of SVG elements are slow.
  private static let script = """
    function draw(name, specification) {
      if (!window.vegaEmbed) return;
      document.getElementById("not-drawn").hidden = true;
      const data = document.getElementById("data-" + specification.data.values);
      specification.data.values = JSON.parse(data.textContent);
      vegaEmbed("#" + name, specification, { renderer: "canvas", actions: false }).catch(error => {
        document.getElementById(name).textContent = String(error);
      });
    }

    """
}

/// A text as HTML; a minus sign between a blank or bracket and a digit becomes a real one.
private func escaped(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    .replacing("\"", with: "&quot;").replacing(/(^|[ \[])-(\d)/) { "\($0.1)−\($0.2)" }
}
