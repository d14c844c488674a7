/// Bars side by side: for every category one bar a group, its number above it.
public struct GroupedBars: Chart {
  /// The column of categories, in the order of the data.
  public let category: String
  /// The height of the bars; the axis begins at zero.
  public let value: Axis
  /// The column that tells the bars of a category apart, in the order of the data.
  public let group: String
  /// The column that gives the colours; nil for ``group``.
  public let hue: String?
  /// A column of texts and the one whose bars are hollow; nil for none.
  public let hollow: (column: String, text: String)?
  /// The columns of the error bars' ends; nil for none.
  public let interval: (low: String, high: String)?
  /// Decimals of the number above a bar; nil for no number.
  public let decimals: Int?

  /// Makes a chart.
  public init(
    category: String, value: Axis, group: String, hue: String? = nil, hollow: (column: String, text: String)? = nil,
    interval: (low: String, high: String)? = nil, decimals: Int? = 2
  ) {
    (self.category, self.value, self.group, self.decimals) = (category, value, group, decimals)
    (self.hue, self.hollow, self.interval) = (hue, hollow, interval)
  }

  /// That of the values.
  public var axes: [Axis] { [value] }

  /// The column of colours.
  public var series: String? { hue ?? group }

  /// Categories, groups, hue, what is hollow, and intervals.
  public var columns: [String] {
    [category, group] + [hue, hollow?.column, interval?.low, interval?.high].compactMap(\.self)
  }

  /// Wide enough for every bar's number.
  public func size(_ table: DataTable) -> (width: Int, height: Int) {
    func distinct(_ column: String) -> Int { Set((0..<table.count).map { table[column]!.field($0) }).count }
    let bar = decimals.map { 7 * ($0 + 2) + 3 } ?? 24
    return (max(260, distinct(category) * (distinct(group) * bar + 14)), 240)
  }

  /// A layer of bars, one of intervals, and one of numbers.
  public func view(_ table: DataTable) -> JSON {
    let x = category(category, table).merging([
      "axis": ["labelAngle": 0, "labelOverlap": false, "title": .null], "scale": ["paddingInner": 0.18],
    ])
    return [
      "transform": .array(interval.map { [Self.top($0.high, value.column)] } ?? []),
      "encoding": [
        "x": x, "xOffset": category(group, table),
        "tooltip": tooltip(
          [category, group, value.column] + [interval?.low, interval?.high].compactMap(\.self), table),
      ],
      "layer": .array([bars(table)] + (interval.map { [errorBars($0, table)] } ?? []) + (decimals.map(numbers) ?? [])),
    ]
  }

  private func bars(_ table: DataTable) -> JSON {
    let colours = color(series, table)
    var encoding: JSON = [
      "y": value.encoding(table, zero: true), "color": colours, "stroke": colours.merging(["legend": .null]),
    ]
    if let hollow {
      encoding = encoding.merging([
        "fillOpacity": category(hollow.column, table).merging([
          "type": "ordinal", "sort": .array(texts(hollow.column, table)),
          "scale": ["domain": .array(texts(hollow.column, table)), "range": .array(opacities(hollow, table))],
          "legend": [
            "orient": "bottom", "symbolType": "square", "symbolFillColor": "#666666", "symbolStrokeColor": "#666666",
            "symbolStrokeWidth": 1.5,
          ],
        ])
      ])
    }
    return ["mark": ["type": "bar", "strokeWidth": 1.5], "encoding": encoding]
  }

  private func texts(_ column: String, _ table: DataTable) -> [JSON] {
    (0..<table.count).map { table[column]!.field($0) }.reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    .map(JSON.string)
  }

  private func opacities(_ hollow: (column: String, text: String), _ table: DataTable) -> [JSON] {
    texts(hollow.column, table).map { $0 == .string(hollow.text) ? 0.08 : 1 }
  }

  private func errorBars(_ interval: (low: String, high: String), _ table: DataTable) -> JSON {
    [
      "mark": ["type": "rule", "strokeWidth": 1.5, "color": .string(Palette.ink)],
      "encoding": [
        "y": Axis(interval.low, title: value.label(table)).encoding(table, zero: true),
        "y2": ["field": .string(interval.high)],
      ],
    ]
  }

  /// Where a bar and its interval end.
  private static func top(_ high: String, _ value: String) -> JSON {
    ["calculate": .string("isValid(datum['\(high)']) ? datum['\(high)'] : datum['\(value)']"), "as": "_top"]
  }

  private func numbers(decimals: Int) -> [JSON] {
    [
      [
        "mark": ["type": "text", "baseline": "bottom", "dy": -2, "fontSize": 10, "color": .string(Palette.ink)],
        "encoding": [
          "y": ["field": .string(interval == nil ? value.column : "_top"), "type": "quantitative"],
          "text": ["field": .string(value.column), "type": "quantitative", "format": .string(".\(decimals)f")],
        ],
      ]
    ]
  }
}
