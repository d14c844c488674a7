import Foundation
import Reports
import Testing

/// Figures as specifications: what Vega-Lite is told, and what is refused.
@Suite struct FigureTests {
  /// Four cells; one has an infinite κ, one no accuracy, one κ = 0.
  static let data = try! DataTable([
    .init("cell", ["a,b", "c", "d", "e"]), .init("kappa", title: "κ", [10, .infinity, 0, 1000]),
    .init("regions", title: "R", [5, 6, 7, 8]), .init("accuracy", title: "accuracy (%)", [90, 80, 70, .nan]),
    .init("group", ["x", "x", "y", "y"]),
  ])

  static let charts: [any Chart] = [
    Scatter(x: Axis("kappa", .log), y: Axis("accuracy"), tooltip: ["cell"], series: "group", marks: "cell"),
    GroupedBars(category: "cell", value: Axis("regions"), group: "group"),
    Lines(x: Axis("regions"), y: Axis("kappa", .log), band: ("regions", "accuracy"), series: "group", order: "regions"),
    HeatMap(row: "cell", column: "group", value: Axis("regions", domain: -1...1)),
    ParetoFront(x: Axis("regions"), .lower, y: Axis("accuracy"), .higher, label: "cell"),
    DotPlot(category: "cell", value: Axis("regions"), interval: ("kappa", "accuracy"), series: "group"),
    GroupedBars(
      category: "group", value: Axis("regions"), group: "cell", hue: "group", hollow: ("group", "x"),
      interval: ("kappa", "accuracy")),
    Scatter(x: Axis("kappa", .log, showsInfinity: true), y: Axis("regions"), shade: "regions"),
    Means(category: "group", mean: Axis("regions"), interval: ("kappa", "accuracy"), series: "cell"),
    ParetoFront(
      x: Axis("regions"), .lower, y: Axis("accuracy"), .higher, interval: ("kappa", "accuracy"), label: "cell"),
    Lines(
      x: Axis("kappa", .log), y: Axis("regions"), spread: (x: ("kappa", "kappa"), y: ("regions", "accuracy")),
      label: "cell", series: "group", order: "regions"),
  ]

  /// A specification as Foundation reads it back.
  static func object(_ figure: Figure) throws -> [String: Any] {
    let text = try figure.specification.text()
    return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// Every dictionary in a value, the value included.
  static func objects(_ value: Any) -> [[String: Any]] {
    if let object = value as? [String: Any] { return [object] + object.values.flatMap(objects) }
    return (value as? [Any])?.flatMap(objects) ?? []
  }

  static func panel(_ chart: any Chart, subtitle: String = "") -> Panel { Panel("title", subtitle: subtitle, chart) }

  static func view(_ chart: any Chart) throws -> [String: Any] {
    let figure = try Figure("f", title: "Title", data: data, panels: [panel(chart)])
    return try #require((object(figure)["concat"] as? [[String: Any]])?.first)
  }

  @Test(arguments: charts.indices) func everyChartReadsOnlyColumnsThereAre(place: Int) throws {
    let chart = Self.charts[place]
    let view = try Self.view(chart)
    let computed: Set<String> = ["_best", "_before", "_front", "_top", "_kappa"]
    let fields = Set(Self.objects(view).compactMap { $0["field"] as? String }).subtracting(computed)
    #expect(fields.isSubset(of: Set(Self.data.columns.map(\.name))))
    let shown = Set(fields.map { $0.hasPrefix("_") ? String($0.dropFirst()) : $0 })
    #expect(Set(chart.axes.map(\.column)).isSubset(of: shown))
    #expect(view["mark"] != nil || view["layer"] != nil)
    #expect((view["width"] as? Int ?? 0) > 50 && (view["height"] as? Int ?? 0) > 50)
  }

  /// A panel of some rows has ticks for these, whatever the others' numbers are.
  @Test func ticksAreThoseOfThePanel() throws {
    let data = try DataTable([.init("cost", [1.5, 15, 400, 4000]), .init("group", ["a", "a", "b", "b"])])
    let figure = try Figure(
      "f", title: "T", data: data,
      panels: ["a", "b"].map { group in
        Panel(group, only: Panel.Subset("group", equals: group), Scatter(x: Axis("cost", .log), y: Axis("cost")))
      })
    let panels = try #require(try Self.object(figure)["concat"] as? [[String: Any]])
    let ticks = panels.map { panel in
      Self.objects(panel).compactMap { ($0["axis"] as? [String: Any])?["values"] as? [Double] }.first
    }
    #expect(ticks == [[2, 5, 10], [500, 1000, 2000]])
  }

  /// Of more than twelve points only the ends of the front have their names beside them, a halo and letters each.
  @Test func namesOfAFrontDoNotTouch() throws {
    func texts(_ count: Int) throws -> [(height: Int, filters: [String])] {
      let data = try DataTable([
        .init("cost", (0..<count).map { Double($0 + 1) }), .init("tau", (0..<count).map { Double($0 % 7) }),
        .init("name", (0..<count).map { "protocol \($0)" }),
      ])
      let front = ParetoFront(x: Axis("cost"), .lower, y: Axis("tau"), .higher, label: "name")
      let object = try Self.object(Figure("f", title: "T", data: data, panels: [Panel(front)]))
      return Self.objects(object).compactMap { layer in
        guard let mark = layer["mark"] as? [String: Any], mark["type"] as? String == "text" else { return nil }
        let transforms = layer["transform"] as? [[String: Any]] ?? []
        return (mark["dy"] as? Int ?? 0, transforms.compactMap { $0["filter"] as? String })
      }
    }
    let (few, many) = (try texts(12), try texts(13))
    #expect(few.count == 4 && few.allSatisfy { !$0.filters.contains("datum._front") })
    #expect(many.count == 4 && many.allSatisfy { $0.filters[0] == "datum._front" })
    // Higher is better: the first name is below the staircase, the last above it.
    #expect(many.filter { $0.filters[1] == "datum._place === 1" }.map(\.height) == [11, 11])
    #expect(many.filter { $0.filters[1].hasPrefix("datum._place === datum._count") }.map(\.height) == [-6, -6])
  }

  @Test(arguments: charts.indices) func theSameFigureIsTheSameBytes(place: Int) throws {
    let texts = try (0..<3).map { _ in
      try Figure("f", title: "Title", data: Self.data, panels: [Self.panel(Self.charts[place])]).specification.text()
    }
    #expect(Set(texts).count == 1 && texts[0].hasSuffix("}\n"))
  }

  @Test func dataIsByReferenceWithItsTypes() throws {
    let object = try Self.object(Figure("fig1", title: "T", data: Self.data, panels: [Self.panel(Self.charts[0])]))
    let data = try #require(object["data"] as? [String: Any])
    #expect(data["url"] as? String == "fig1.csv" && data["values"] == nil)
    let format = try #require(data["format"] as? [String: Any])
    #expect(format["type"] as? String == "csv")
    #expect((format["parse"] as? [String: String])?["kappa"] == "number")
    #expect((format["parse"] as? [String: String])?["cell"] == "string")
    #expect((object["$schema"] as? String)?.contains("vega-lite/v6") == true)
  }

  @Test func scatterHasAxesAndTooltips() throws {
    let encoding = try #require(Self.view(Self.charts[0])["encoding"] as? [String: Any])
    let x = try #require(encoding["x"] as? [String: Any])
    #expect((x["scale"] as? [String: Any])?["type"] as? String == "log" && x["title"] as? String == "κ")
    let tooltip = try #require(encoding["tooltip"] as? [[String: Any]])
    #expect(tooltip.compactMap { $0["field"] as? String } == ["cell", "kappa", "accuracy"])
  }

  @Test func rowsWithoutAPlaceAreFilteredAndCounted() throws {
    let view = try Self.view(Self.charts[0])
    let filters = try #require(view["transform"] as? [[String: Any]]).compactMap { $0["filter"] as? String }
    #expect(filters.contains { $0.contains("kappa") && $0.contains("isFinite") && $0.contains("> 0") })
    let subtitle = try #require((view["title"] as? [String: Any])?["subtitle"] as? [String]).joined(separator: " ")
    #expect(subtitle.contains("1 of 4 not drawn: κ is infinite"))
    #expect(subtitle.contains("1 of 4 not drawn: κ is not positive"))
    #expect(subtitle.contains("1 of 4 not drawn: accuracy (%) is unknown"))
  }

  @Test func infinityStandsBeyondTheAxis() throws {
    let data = try DataTable([.init("kappa", [10, .infinity, 1000, .nan]), .init("y", [1, 2, 3, 4])])
    let scatter = Scatter(x: Axis("kappa", .log, showsInfinity: true), y: Axis("y"))
    let object = try Self.object(Figure("f", title: "T", data: data, panels: [Panel(scatter)]))
    let text = try Figure("f", title: "T", data: data, panels: [Panel(scatter)]).specification.text()
    #expect(
      text.contains("'∞'") && !text.contains("is infinite") && text.contains("1 of 4 not drawn: kappa is unknown"))
    #expect(text.contains("1 of 4 at kappa = ∞"))
    let ticks = try #require(Self.objects(object).compactMap { $0["values"] as? [Double] }.first { $0.count > 1 })
    #expect(ticks.dropLast() == [10, 100, 1000] && ticks.last! > 1000)
    // Its gutter lies between the last number and the end of the axis, with its label in the middle.
    let gutter = try #require(
      Self.objects(object).first { ($0["mark"] as? [String: Any])?["type"] as? String == "rect" })
    let encoding = try #require(gutter["encoding"] as? [String: [String: Any]])
    let (start, end) = (
      try #require(encoding["x"]?["datum"] as? Double), try #require(encoding["x2"]?["datum"] as? Double)
    )
    let domain = try #require(Self.objects(object).compactMap { $0["domain"] as? [Double] }.first)
    #expect(1000 < start && start < ticks.last! && ticks.last! < end && end == domain[1])
    // Where nothing is infinite, the axis is as any other.
    let finite = try DataTable([.init("kappa", [10, 100, 1000]), .init("y", [1, 2, 3])])
    let plain = Scatter(x: Axis("kappa", .log), y: Axis("y"))
    func axis(_ chart: Scatter) throws -> String {
      "\(Self.objects(try Self.object(Figure("f", title: "T", data: finite, panels: [Panel(chart)]))).compactMap { $0["values"] })"
    }
    #expect(try axis(scatter) == axis(plain))
  }

  @Test func oneSeriesHasNoLegendAndSharedOnesHaveOne() throws {
    let data = try DataTable([
      .init("x", [1, 2]), .init("y", [3, 4]), .init("one", ["a", "a"]), .init("two", ["a", "b"]),
    ])
    func text(_ series: String) throws -> String {
      let panels = (0..<2).map { _ in Panel(Scatter(x: Axis("x"), y: Axis("y"), series: series)) }
      return try Figure("f", title: "T", data: data, panels: panels).specification.text()
    }
    #expect(try !text("one").contains("legend\" : {") || !text("one").contains("\"field\" : \"one\""))
    #expect(try text("two").contains("\"color\" : \"shared\"") && text("two").contains("\"field\" : \"two\""))
  }

  @Test func minusSigns() throws {
    let figure = try Figure(
      "f", title: "T", data: Self.data, panels: [Self.panel(Self.charts[0], subtitle: "τ = -0.4 [-0.5, -0.3], x-1")])
    #expect(try figure.specification.text().contains("τ = −0.4 [−0.5, −0.3], x-1"))
  }

  @Test func omissionsAreThoseOfThePanelsRows() throws {
    let chart = Lines(x: Axis("regions"), y: Axis("kappa", .log))
    let panels = ["x", "y"].map { Panel($0, only: .init("group", equals: $0), chart) }
    let object = try Self.object(Figure("f", title: "T", data: Self.data, panels: panels))
    let titles = try #require(object["concat"] as? [[String: Any]]).map { $0["title"] as? [String: Any] }
    #expect(titles[0]?["subtitle"] as? [String] == ["1 of 2 not drawn: κ is infinite"])
    #expect(titles[1]?["subtitle"] as? [String] == ["1 of 2 not drawn: κ is not positive"])
  }

  @Test func longSubtitlesAreBroken() throws {
    let words = Array(repeating: "word", count: 60).joined(separator: " ")
    let figure = try Figure(
      "f", title: "T", subtitle: words, data: Self.data, panels: [Self.panel(Self.charts[0], subtitle: words)])
    let object = try Self.object(figure)
    let lines = Self.objects(object).compactMap { $0["subtitle"] as? [String] }
    #expect(lines.count == 2 && lines.allSatisfy { $0.count > 1 && $0.allSatisfy { $0.count < 90 } })
  }

  @Test func logAxesAreTickedAtPowersOfTen() throws {
    let data = try DataTable([.init("wide", [17, 90_000, .infinity]), .init("narrow", [0.05, 0.3, 0.2])])
    let figure = try Figure(
      "f", title: "T", data: data, panels: [Panel(Scatter(x: Axis("wide", .log), y: Axis("narrow", .log)))])
    let ticks = Self.objects(try Self.object(figure)).compactMap { $0["values"] as? [Double] }
    #expect(ticks.contains([100, 1000, 10_000, 100_000]))
    #expect(ticks.contains([0.05, 0.1, 0.2]))
  }

  @Test func pointsHaveRoomAtTheEndsAndBarsBeginAtZero() throws {
    func scales(_ chart: any Chart) throws -> [[String: Any]] {
      Self.objects(try Self.view(chart)).compactMap { $0["scale"] as? [String: Any] }
    }
    #expect(try scales(Self.charts[0]).contains { $0["padding"] as? Int == 9 && $0["zero"] as? Bool == false })
    #expect(try scales(Self.charts[1]).contains { $0["zero"] as? Bool == true && $0["padding"] == nil })
  }

  @Test func theFirstFontIsTheRenderersOwn() throws {
    let config = try #require(
      Self.object(Figure("f", title: "T", data: Self.data, panels: [Self.panel(Self.charts[0])]))["config"]
        as? [String: Any])
    #expect((config["font"] as? String)?.hasPrefix("Liberation Sans,") == true)
  }

  @Test func nothingOnALogAxisIsStillAFigure() throws {
    let data = try DataTable([.init("kappa", [Double.infinity, .infinity]), .init("y", [1, 2])])
    let figure = try Figure("f", title: "T", data: data, panels: [Panel(Scatter(x: Axis("kappa", .log), y: Axis("y")))])
    #expect(try figure.specification.text().contains("2 of 2 not drawn"))
  }

  @Test func coloursAreOkabeAndIto() throws {
    #expect(Palette.categories.count == 8 && Set(Palette.categories).count == 8)
    let text = try Figure("f", title: "T", data: Self.data, panels: [Self.panel(Self.charts[1])]).specification.text()
    #expect(text.contains("#0072B2") && text.contains("#E69F00"))
  }

  // MARK: what is refused

  @Test func unknownColumnsAreNamed() throws {
    let error = #expect(throws: ReportError.self) {
      try Figure("f", title: "", data: Self.data, panels: [Panel(Scatter(x: Axis("kappa"), y: Axis("tau")))])
    }
    #expect(error?.description.contains("'tau'") == true && error?.description.contains("regions") == true)
  }

  @Test func axesNeedNumbers() throws {
    let error = #expect(throws: ReportError.self) {
      try Figure("f", title: "", data: Self.data, panels: [Panel(Scatter(x: Axis("cell"), y: Axis("kappa")))])
    }
    #expect(error?.description.contains("'cell'") == true)
  }

  @Test func subsetsAndTooltipsNeedColumns() throws {
    let chart = Scatter(x: Axis("kappa"), y: Axis("regions"), tooltip: ["nothing"])
    #expect(throws: ReportError.self) { try Figure("f", title: "", data: Self.data, panels: [Panel(chart)]) }
    let plain = Scatter(x: Axis("kappa"), y: Axis("regions"))
    #expect(throws: ReportError.self) {
      try Figure("f", title: "", data: Self.data, panels: [Panel("", only: .init("dataset", equals: "a"), plain)])
    }
  }

  @Test(arguments: ["", "../fig1", "fig 1", "fig1.csv"]) func namesAreFileNames(name: String) throws {
    #expect(throws: ReportError.self) { try Figure(name, title: "", data: Self.data, panels: []) }
  }
}
