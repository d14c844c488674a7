/// Lines through points, one a series, with a band around each where an interval is known: trajectories and ablations.
public struct Lines: Chart {
  /// The horizontal axis.
  public let x: Axis
  /// The vertical axis.
  public let y: Axis
  /// The columns of an interval's ends, on the vertical axis; nil for none.
  public let band: (low: String, high: String)?
  /// The columns of the ends of what every point may be off by, on both axes; nil for none.
  public let spread: (x: (low: String, high: String), y: (low: String, high: String))?
  /// A column of texts that stand beside points; nil for none.
  public let label: String?
  /// The column that tells the lines apart; nil for one line.
  public let series: String?
  /// The column whose order the line follows; nil for that of `x`.
  public let order: String?
  /// Columns shown under the pointer, before those of the axes.
  public let tooltip: [String]

  /// Makes a chart.
  public init(
    x: Axis, y: Axis, band: (low: String, high: String)? = nil,
    spread: (x: (low: String, high: String), y: (low: String, high: String))? = nil, label: String? = nil,
    series: String? = nil, order: String? = nil, tooltip: [String] = []
  ) {
    (self.band, self.spread, self.label) = (band, spread, label)
    self.x = x.spanning([spread?.x.low, spread?.x.high])
    self.y = y.spanning([band?.low, band?.high, spread?.y.low, spread?.y.high])
    (self.series, self.order, self.tooltip) = (series, order, tooltip)
  }

  /// Both.
  public var axes: [Axis] { [x, y] }

  /// Those of band, spread, label, series, order and tooltip.
  public var columns: [String] {
    [band?.low, band?.high, spread?.x.low, spread?.x.high, spread?.y.low, spread?.y.high, label, series, order]
      .compactMap(\.self) + tooltip
  }

  /// A layer of bands or spreads, one of lines, one of labels.
  public func view(_ table: DataTable) -> JSON {
    let shown = [series, order].compactMap(\.self) + tooltip + axes.map(\.column)
    var encoding: JSON = ["color": color(series, table)]
    if let series {
      encoding = encoding.merging(["strokeDash": category(series, table).merging(["legend": .null])])
    }
    var line: JSON = [
      "y": y.encoding(table), "tooltip": tooltip(shown + [band?.low, band?.high].compactMap(\.self), table),
    ]
    line = line.merging(encoding)
    if let order { line = line.merging(["order": ["field": .string(order), "type": "quantitative"]]) }
    let lines: JSON = [
      "mark": ["type": "line", "strokeWidth": 2, "point": ["size": 35, "filled": true]], "encoding": line,
    ]
    return [
      "encoding": ["x": x.encoding(table)],
      "layer": .array([bands(table)].compactMap(\.self) + spreads(table) + [lines] + labels(table)),
    ]
  }

  private func spreads(_ table: DataTable) -> [JSON] {
    guard let spread else { return [] }
    let look: JSON = ["type": "rule", "opacity": 0.4]
    func ends(_ axis: Axis, _ name: String, _ ends: (low: String, high: String)) -> JSON {
      .object([name: axis.along(ends.low, table).encoding(table), "\(name)2": ["field": .string(ends.high)]])
    }
    let colours: JSON = ["color": color(series, table)]
    return [
      ["mark": look, "encoding": colours.merging(ends(x, "x", spread.x)).merging(["y": y.encoding(table)])],
      ["mark": look, "encoding": colours.merging(ends(y, "y", spread.y))],
    ]
  }

  private func labels(_ table: DataTable) -> [JSON] {
    guard let label else { return [] }
    return [
      [
        "mark": [
          "type": "text", "align": "left", "dx": 6, "dy": -7, "fontSize": 10, "color": .string(Palette.ink),
        ],
        "encoding": ["y": y.encoding(table), "text": ["field": .string(label), "type": "nominal"]],
      ]
    ]
  }

  private func bands(_ table: DataTable) -> JSON? {
    guard let band else { return nil }
    return [
      "mark": ["type": "area", "opacity": 0.2],
      "encoding": [
        "y": y.along(band.low, table).encoding(table),
        "y2": ["field": .string(band.high)], "color": color(series, table),
      ],
    ]
  }
}
