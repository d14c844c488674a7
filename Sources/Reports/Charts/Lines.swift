/// Lines through points, one a series, with a band around each where an interval is known: trajectories and ablations.
public struct Lines: Chart {
  /// The horizontal axis.
  public let x: Axis
  /// The vertical axis.
  public let y: Axis
  /// The columns of an interval's ends, on the vertical axis; nil for none.
  public let band: (low: String, high: String)?
  /// The column that tells the lines apart; nil for one line.
  public let series: String?
  /// The column whose order the line follows; nil for that of `x`.
  public let order: String?
  /// Columns shown under the pointer, before those of the axes.
  public let tooltip: [String]

  /// Makes a chart.
  public init(
    x: Axis, y: Axis, band: (low: String, high: String)? = nil, series: String? = nil, order: String? = nil,
    tooltip: [String] = []
  ) {
    (self.x, self.y, self.band, self.series, self.order, self.tooltip) = (x, y, band, series, order, tooltip)
  }

  /// Both.
  public var axes: [Axis] { [x, y] }

  /// Those of band, series, order and tooltip.
  public var columns: [String] { [band?.low, band?.high, series, order].compactMap(\.self) + tooltip }

  /// A layer of bands, one of lines.
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
      "layer": .array([bands(table), lines].compactMap(\.self)),
    ]
  }

  private func bands(_ table: DataTable) -> JSON? {
    guard let band else { return nil }
    return [
      "mark": ["type": "area", "opacity": 0.2],
      "encoding": [
        "y": Axis(band.low, y.scale, title: y.label(table), domain: y.domain).encoding(table),
        "y2": ["field": .string(band.high)], "color": color(series, table),
      ],
    ]
  }
}
