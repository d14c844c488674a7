/// Points; as small and translucent as their number asks for, so that 15,625 of them show where they are dense.
public struct Scatter: Chart {
  /// The horizontal axis.
  public let x: Axis
  /// The vertical axis.
  public let y: Axis
  /// Columns shown under the pointer, before those of the axes.
  public let tooltip: [String]
  /// A column of texts that gives points their colour; nil for one colour.
  private let groups: String?
  /// A column of counts that gives points their colour from dark to bright; nil for none.
  public let shade: String?
  /// A column of texts, mostly empty: a row with one is drawn large, on top, with the text beside it.
  public let marks: String?

  /// Makes a chart.
  public init(
    x: Axis, y: Axis, tooltip: [String] = [], series: String? = nil, shade: String? = nil, marks: String? = nil
  ) {
    (self.x, self.y, self.tooltip, self.marks) = (x, y, tooltip, marks)
    (groups, self.shade) = (series, shade)
  }

  /// Those of series or shade; one legend serves panels that share them.
  public var series: String? { groups ?? shade }

  /// Both.
  public var axes: [Axis] { [x, y] }

  /// Those of tooltip, series and marks.
  public var columns: [String] { tooltip + [groups, shade, marks].compactMap(\.self) }

  /// A layer of points, and one of marked points with their texts; behind them the gutter of infinite ones.
  public func view(_ table: DataTable) -> JSON {
    let (area, opacity): (JSON, JSON) =
      switch table.count {
      case ...200: (45, 0.8)
      case ...2000: (18, 0.5)
      default: (7, 0.3)
      }
    let points: JSON = [
      "mark": ["type": "circle", "size": area, "opacity": opacity],
      "encoding": ["color": shade.map { shaded($0, table) } ?? color(groups, table)],
    ]
    return [
      "encoding": [
        "x": x.encoding(table), "y": y.encoding(table), "tooltip": tooltip(tooltip + axes.map(\.column), table),
      ],
      "layer": .array([x.gutter(table)].compactMap(\.self) + [points] + (marks.map(marked) ?? [])),
    ]
  }

  /// Steps of one ramp from dark to bright, without its brightest end, which is pale on white.
  private func shaded(_ column: String, _ table: DataTable) -> JSON {
    [
      "field": .string(column), "type": "ordinal", "title": .string(table[column]?.title ?? column),
      "scale": ["scheme": ["name": "viridis", "extent": [0, 0.92]]],
      "legend": [
        "orient": "bottom", "direction": "horizontal", "columns": 12, "symbolOpacity": 1, "symbolType": "circle",
      ],
    ]
  }

  private func marked(_ column: String) -> [JSON] {
    let filter: JSON = [["filter": .string("isValid(datum['\(column)']) && datum['\(column)'] !== ''")]]
    return [
      [
        "transform": filter,
        "mark": [
          "type": "point", "shape": "diamond", "filled": true, "size": 110, "opacity": 1, "stroke": "white",
          "color": .string(Palette.accent),
        ],
      ],
      name(column, filter: filter, ["stroke": "white", "strokeWidth": 4, "opacity": 0.9]),
      name(column, filter: filter, ["color": .string(Palette.ink)]),
    ]
  }

  /// A layer of texts beside the marked points: once as a white halo, once as letters on it.
  private func name(_ column: String, filter: JSON, _ look: JSON) -> JSON {
    let mark: JSON = ["type": "text", "align": "left", "dx": 9, "fontSize": 11]
    return [
      "transform": filter, "mark": mark.merging(look),
      "encoding": ["text": ["field": .string(column), "type": "nominal"]],
    ]
  }
}
