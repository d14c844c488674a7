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
      \(introduction.map { "<p>\(escaped($0))</p>\n" }.joined())\(contents)\(notDrawn)
      \(figures.map(section).joined())\(galleryRow)\(comparisonTable)\(tables.map(section).joined())\(noteList)\(settingsTable)\(data.joined())<script>
      \(Self.script)\(specifications.joined())</script>
      </body>
      </html>

      """
  }

  /// The line the renderer replaces by the drawing library; `render.py` has the same.
  static let libraryLine = "<!-- drawing library -->"

  /// What stands in place of the figures until they are drawn.
  private var notDrawn: String {
    guard !figures.isEmpty else { return "" }
    return """
      <p id="not-drawn">The figures are not drawn, because the drawing library is not in this page yet; their data and specifications \
      are in the files named below. <code>tenas render</code> draws them.</p>
      """
  }

  /// Links to what is on the page.
  private var contents: String {
    var links = figures.map { (id: $0.name, text: $0.title) }
    if let gallery { links.append(("gallery", gallery.title)) }
    if !comparisons.isEmpty { links.append(("comparisons", Self.comparisonsTitle)) }
    links += tables.enumerated().map { ("table-\($0)", $1.title) }
    if !settings.isEmpty { links.append(("settings", Self.settingsTitle)) }
    guard links.count > 1 else { return "" }
    let items = links.map { "<li><a href=\"#\($0.id)\">\(escaped($0.text))</a></li>" }
    return "<nav><ol>\(items.joined())</ol></nav>\n"
  }

  private static let comparisonsTitle = "The paper's numbers and those measured here"
  private static let settingsTitle = "How the numbers came about"

  private var comparisonTable: String {
    guard !comparisons.isEmpty else { return "" }
    let drawn = Set(figures.map(\.name))
    let hasNotes = comparisons.contains { !$0.note.isEmpty }
    let rows = comparisons.map { row in
      let place = escaped(row.place)
      let verdict = row.verdict.map { "<span class=\"verdict \($0)\">\($0)</span>" } ?? ""
      let fields =
        [drawn.contains(row.place) ? "<a href=\"#\(place)\">\(place)</a>" : place]
        + [row.what, row.paper?.text ?? "", row.here?.text ?? "not measured"].map(escaped)
        + [verdict, row.count.map(grouped) ?? ""] + (hasNotes ? [escaped(row.note)] : [])
      return "<tr>" + fields.map { "<td>\($0)</td>" }.joined() + "</tr>\n"
    }
    return """
      <h2 id="comparisons">\(Self.comparisonsTitle)</h2>
      <div class="wide"><table class="comparisons">
      <thead><tr><th>where</th><th>what</th><th>paper</th><th>here</th><th>verdict</th><th>n</th>\(hasNotes ? "<th>note</th>" : "")</tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      </table></div>
      <p class="small">\(legend) The same as <a href="\(Self.comparisonsFileName)">CSV</a>.</p>

      """
  }

  /// What brackets, ± and verdicts of the table mean, as far as it has any.
  private var legend: String {
    let spreads = comparisons.flatMap { [$0.paper?.spread, $0.here?.spread] }.compactMap(\.self)
    var sentences: [String] = []
    if spreads.contains(where: { if case .interval = $0 { true } else { false } }) {
      sentences.append(
        "Brackets are 95% intervals. A number agrees if the paper's, as printed, is within the interval.")
    }
    if spreads.contains(where: { if case .deviation = $0 { true } else { false } }) {
      sentences.append(
        "After ± are standard deviations. Such numbers agree if they differ by no more than both together.")
    }
    if comparisons.contains(where: { $0.verdict == .stronger || $0.verdict == .weaker }) {
      sentences.append("A correlation of the same sign that does not agree is stronger or weaker.")
    }
    return sentences.joined(separator: " ")
  }

  private func section(_ figure: Figure) -> String {
    """
    <section id="\(figure.name)"><div class="wide"><div class="picture" id="picture-\(figure.name)"></div></div>
    \(figure.remarks.map { "<p class=\"remark\">\(escaped($0))</p>\n" }.joined())<p class="small">\(figure.name): \
    <a href="\(figure.csvName)">data</a>, <a href="\(figure.specificationName)">specification</a>\
    <span class="drawn" hidden>, <a href="\(figure.name).svg">SVG</a>, <a href="\(figure.name).png">PNG</a></span></p></section>

    """
  }

  private func section(_ table: Table) -> String {
    let place = tables.firstIndex { $0.title == table.title } ?? 0
    let header = table.header.map { "<th>\(escaped($0))</th>" }.joined()
    let rows = table.rows.map { row in
      "<tr>" + row.map { "<td>\(escaped(Self.unbroken($0)))</td>" }.joined() + "</tr>\n"
    }
    return """
      <h2 id="table-\(place)">\(escaped(table.title))</h2>
      <div class="wide"><table><thead><tr>\(header)</tr></thead>
      <tbody>
      \(rows.joined())</tbody></table></div>

      """
  }

  /// The text with its intervals in one piece: in a narrow column, a line ends before the bracket.
  private static func unbroken(_ text: String) -> String {
    text.replacing(/\[([^\[\],]+), ([^\[\],]+)\]/) { "[\($0.1),\u{A0}\($0.2)]" }
  }

  private var galleryRow: String {
    guard let gallery else { return "" }
    let items = gallery.items.map { "<figure>\($0.svg)<figcaption>\(escaped($0.caption))</figcaption></figure>\n" }
    return
      "<h2 id=\"gallery\">\(escaped(gallery.title))</h2>\n<div class=\"gallery\" style=\"--least: \(gallery.least)px\">\(items.joined())</div>\n"
  }

  private var noteList: String {
    guard !notes.isEmpty else { return "" }
    let items = notes.map { "<li>\(escaped($0))</li>\n" }
    return
      "<details\(notes.count > 5 ? "" : " open")><summary>Notes (\(notes.count))</summary><ul>\(items.joined())</ul></details>\n"
  }

  private var settingsTable: String {
    guard !settings.isEmpty else { return "" }
    let rows = settings.map { "<tr><th>\(escaped($0.name))</th><td>\(escaped($0.value))</td></tr>\n" }
    return """
      <h2 id="settings">\(Self.settingsTitle)</h2>
      <div class="wide"><table class="settings"><tbody>
      \(rows.joined())</tbody></table></div>

      """
  }

  private static let style = """
    body { font: 15px/1.5 "Liberation Sans", Arial, Helvetica, sans-serif; color: #222; max-width: 1280px; margin: 2em auto; padding: 0 1em; }
    h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 2em; }
    table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
    th, td { text-align: left; vertical-align: top; padding: .3em .8em; border-bottom: 1px solid #ddd; }
    .comparisons td:nth-child(3), .comparisons td:nth-child(4) { white-space: nowrap; }
    .comparisons td:nth-child(7) { min-width: 14em; }
    .settings th { font-weight: normal; color: #555; white-space: nowrap; } .settings td { overflow-wrap: anywhere; }
    .wide { overflow-x: auto; } details { font-size: 13px; margin: 2em 0; }
    .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--least)), 1fr)); gap: 1em; }
    figure { margin: 0; } figure svg { width: 100%; height: auto; } figcaption { font-size: 12px; text-align: center; } .remark { max-width: 50em; margin: .4em 0; }
    nav ol { columns: 22em; padding-left: 1.4em; font-size: 13px; } nav li { break-inside: avoid; }
    .verdict { border-radius: .8em; padding: 0 .6em; background: #eee; white-space: nowrap; }
    .agrees { background: #d5efe4; } .stronger { background: #d8e9f5; } .weaker, .differs { background: #fbe3d3; }
    section { margin: 1.5em 0 2.5em; } .small { font-size: 12px; color: #555; }
    @media print {
      body { margin: 0; max-width: none; } .picture canvas { max-width: 100% !important; height: auto !important; }
      section, figure, tr { break-inside: avoid; } .drawn, #not-drawn { display: none; } nav ol { columns: 2; }
    }
    body #vg-tooltip-element { font-size: 12px; max-width: 760px; }
    body #vg-tooltip-element table tr td.key { max-width: 240px; white-space: nowrap; }
    body #vg-tooltip-element table tr td.value { max-width: 640px; overflow: visible; text-overflow: clip; }

    """

  /// Canvas, because tens of thousands of SVG elements are slow. In a narrow window, panels stand one above another.
  private static let script = """
    const room = document.body.clientWidth - 30;
    function narrowed(view) {
      const numeric = [view, ...(view.layer ?? [])].every(part => (part.encoding?.x?.type ?? "quantitative") === "quantitative");
      if (numeric) view.width = Math.min(view.width, Math.max(200, room - 90));
      broken(view.title, view.width);
    }
    function broken(title, width) {
      for (const [part, letter] of [["text", 9], ["subtitle", 6.5]]) {
        if (!title?.[part]) continue;
        title[part] = title[part].flatMap(text => {
          const lines = [""];
          for (const word of text.split(" ")) {
            const line = `${lines.at(-1)} ${word}`.trim();
            if (line.length * letter <= width || !lines.at(-1)) lines[lines.length - 1] = line; else lines.push(word);
          }
          return lines;
        });
      }
    }
    function draw(name, specification) {
      if (!window.vegaEmbed) return;
      document.getElementById("not-drawn").hidden = true;
      for (const links of document.querySelectorAll(".drawn")) links.hidden = false;
      const data = document.getElementById("data-" + specification.data.values);
      specification.data.values = JSON.parse(data.textContent);
      if (room < 720) {
        specification.columns = 1;
        specification.concat.forEach(narrowed);
        broken(specification.title, room - 20);
      }
      vegaEmbed("#picture-" + name, specification, { renderer: "canvas", actions: false }).catch(error => {
        document.getElementById("picture-" + name).textContent = String(error);
      });
    }

    """
}

/// A text as HTML, with real minus signs.
private func escaped(_ text: String) -> String {
  typeset(
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;"))
}
