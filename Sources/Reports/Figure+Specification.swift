extension Figure {
  /// The name of the data's file.
  public var csvName: String { "\(name).csv" }

  /// The name of the specification's file.
  public var specificationName: String { "\(name).vl.json" }

  /// The figure as a Vega-Lite 6 specification that reads its data from the CSV beside it.
  public var specification: JSON { specification(data: ["url": .string(csvName)]) }

  /// The figure as a Vega-Lite specification; `source` says where the CSV text is (`url`, `values` or `name`).
  func specification(data source: JSON) -> JSON {
    let specification: JSON = [
      "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
      "data": source.merging(["format": format]),
      "columns": .integer(min(panelsPerRow, panels.count)),
      "concat": .array(panels.map { $0.view(data) }),
      "resolve": [
        "scale": [
          "color": sharesColours ? "shared" : "independent", "xOffset": "independent", "yOffset": "independent",
        ]
      ],
      "spacing": 32,
      "config": Self.config,
    ]
    return specification.merging(
      heading(
        wrapped(title, width: width, pixelsPerLetter: 9), wrapped(subtitle, width: width, pixelsPerLetter: 6.2),
        ["fontSize": 16, "subtitleFontSize": 12, "subtitleLineHeight": 17, "offset": 14]))
  }

  /// Whether one legend serves all panels.
  private var sharesColours: Bool {
    let series = panels.map(\.chart.series)
    return panels.count > 1 && series[0] != nil && series.allSatisfy { $0 == series[0] }
  }

  /// The widest row of panels, in pixels, which the heading's lines must fit.
  private var width: Int {
    let widths = panels.map { ($0.size ?? $0.chart.size(data)).width + 90 }
    return max(300, widths.prefix(panelsPerRow).reduce(0, +))
  }

  private var format: JSON {
    let types = data.columns.map { ($0.name, JSON.string($0.numbers == nil ? "string" : "number")) }
    return ["type": "csv", "parse": .object(.init(uniqueKeysWithValues: types))]
  }

  private static let config: JSON = [
    "background": "white",
    "padding": 12,
    // The renderer has the first in it, and the others have its widths: a figure is laid out alike everywhere.
    "font": "Liberation Sans, Arial, Helvetica, sans-serif",
    "aria": false,
    "view": ["stroke": "#bbbbbb"],
    "title": [
      "anchor": "start", "frame": "group", "fontSize": 13, "subtitleFontSize": 11, "subtitleColor": "#444444",
      "color": .string(Palette.ink), "subtitlePadding": 4, "subtitleLineHeight": 15,
    ],
    "axis": [
      "labelFontSize": 11, "titleFontSize": 12, "titleFontWeight": "normal", "labelColor": .string(Palette.ink),
      "titleColor": .string(Palette.ink), "gridColor": "#e6e6e6", "titlePadding": 8,
    ],
    "legend": ["labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal", "labelLimit": 260],
  ]
}
