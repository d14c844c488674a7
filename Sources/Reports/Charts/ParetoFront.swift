/// Points of which no other is better on one axis and as good on the other, joined by a staircase; the rest as points.
public struct ParetoFront: Chart {
  /// Which end of an axis is good.
  public enum Better: Sendable {
    /// As for cost, and κ.
    case lower
    /// As for accuracy, and τ.
    case higher
  }

  /// The horizontal axis.
  public let x: Axis
  /// The vertical axis.
  public let y: Axis
  /// Which end of the horizontal axis is good.
  public let xBetter: Better
  /// Which end of the vertical axis is good.
  public let yBetter: Better
  /// The columns of the ends of an interval on the vertical axis; nil for none.
  public let interval: (low: String, high: String)?
  /// The column of names: every point's if there are at most 12, else those of the front's ends; nil for none.
  public let label: String?
  /// Further columns shown under the pointer.
  public let tooltip: [String]

  /// Makes a chart.
  public init(
    x: Axis, _ xBetter: Better, y: Axis, _ yBetter: Better, interval: (low: String, high: String)? = nil,
    label: String? = nil, tooltip: [String] = []
  ) {
    (self.x, self.xBetter, self.yBetter) = (x, xBetter, yBetter)
    self.y = y.spanning([interval?.low, interval?.high])
    (self.interval, self.label, self.tooltip) = (interval, label, tooltip)
  }

  /// Both.
  public var axes: [Axis] { [x, y] }

  /// Those of label, interval and tooltip.
  public var columns: [String] { [label, interval?.low, interval?.high].compactMap(\.self) + tooltip }

  /// Wide, for the names.
  public func size(_ table: DataTable) -> (width: Int, height: Int) { (460, 300) }

  /// A layer of intervals, one of points, one of the front, one of names.
  public func view(_ table: DataTable) -> JSON {
    let onFront = Self.onFront
    var layers: [JSON] = interval.map { [bars($0, table)] } ?? []
    layers += [
      [
        "transform": [onFront],
        "mark": [
          "type": "line", "interpolate": xBetter == .lower ? "step-after" : "step-before", "strokeWidth": 1.5,
          "color": .string(Palette.accent),
        ],
      ],
      [
        "mark": ["type": "circle", "size": 60, "opacity": 0.9],
        "encoding": [
          "color": [
            "condition": ["test": "datum._front", "value": .string(Palette.accent)],
            "value": .string(Palette.plain),
          ]
        ],
      ],
    ]
    if let label { layers += table.count <= 12 ? everyName(label) : namesOfEnds(label) }
    let shown = columns + axes.map(\.column)
    return [
      "transform": front,
      "encoding": ["x": x.encoding(table), "y": y.encoding(table), "tooltip": tooltip(shown, table)],
      "layer": .array(layers),
    ]
  }

  private static let onFront: JSON = ["filter": "datum._front"]
  /// Heights of a name above a point, and below it.
  private static let (above, below) = (-6, 11)

  /// Names are above and below in turn, so that those of close points are not one upon the other.
  private func everyName(_ label: String) -> [JSON] {
    let places = Self.window("row_number", "_place", sort: x.column)
    return [(0, Self.above), (1, Self.below)].flatMap { odd, height in
      name(label, [places, ["filter": .string("datum._place % 2 === \(odd)")]], height)
    }
  }

  /// Names of the front's ends. That of the first stands on the bad side of the staircase, that of the last on the good side, where there
  /// is no point: they touch neither it nor each other, however close the points are.
  private func namesOfEnds(_ label: String) -> [JSON] {
    let ends = [
      Self.onFront, Self.window("row_number", "_place", sort: x.column),
      ["joinaggregate": [["op": "count", "as": "_count"]]],
    ]
    let (bad, good) = yBetter == .lower ? (Self.above, Self.below) : (Self.below, Self.above)
    let (first, last) = xBetter == .lower ? ("1", "datum._count") : ("datum._count", "1")
    return name(label, ends + [["filter": .string("datum._place === \(first)")]], bad)
      + name(label, ends + [["filter": .string("datum._place === \(last) && datum._count > 1")]], good)
  }

  private static func window(_ operation: String, _ name: String, sort: String) -> JSON {
    ["window": [["op": .string(operation), "as": .string(name)]], "sort": [["field": .string(sort)]]]
  }

  /// A layer of texts beside points: once as a white halo, once as letters on it.
  private func name(_ label: String, _ transforms: [JSON], _ height: Int) -> [JSON] {
    let text: JSON = ["type": "text", "align": "left", "dx": 7, "dy": .integer(height), "fontSize": 10]
    let looks: [JSON] = [["stroke": "white", "strokeWidth": 3, "opacity": 0.9], ["color": .string(Palette.ink)]]
    return looks.map { look in
      [
        "transform": .array(transforms), "mark": text.merging(look),
        "encoding": ["text": ["field": .string(label), "type": "nominal"]],
      ]
    }
  }

  private func bars(_ interval: (low: String, high: String), _ table: DataTable) -> JSON {
    [
      "mark": ["type": "rule", "opacity": 0.45],
      "encoding": [
        "y": y.along(interval.low, table).encoding(table),
        "y2": ["field": .string(interval.high)],
        "color": [
          "condition": ["test": "datum._front", "value": .string(Palette.accent)], "value": .string(Palette.plain),
        ],
      ],
    ]
  }

  /// Marks the rows on the front: going from the good end of x, those that are better in y than every row before.
  private var front: JSON {
    let sort: JSON = [
      ["field": .string(x.column), "order": xBetter == .lower ? "ascending" : "descending"],
      ["field": .string(y.column), "order": yBetter == .lower ? "ascending" : "descending"],
    ]
    let best: JSON = ["op": yBetter == .lower ? "min" : "max", "field": .string(y.column), "as": "_best"]
    let isBetter = "datum['\(y.column)'] \(yBetter == .lower ? "<" : ">") datum._before"
    return [
      ["window": [best], "frame": [.null, 0], "sort": sort, "ignorePeers": true],
      ["window": [["op": "lag", "field": "_best", "as": "_before"]], "sort": sort],
      ["calculate": .string("datum._before === null || \(isBetter)"), "as": "_front"],
    ]
  }
}
