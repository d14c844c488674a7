/// Bars side by side: for every category one bar a group, its number above it.
public struct GroupedBars: Chart {
  /// The column of categories, in the order of the data.
  public let category: String
  /// The height of the bars; the axis begins at zero.
  public let value: Axis
  /// The column that tells the bars of a category apart, in the order of the data.
  public let group: String
  /// Decimals of the number above a bar; nil for no number.
  public let decimals: Int?

  /// Makes a chart.
  public init(category: String, value: Axis, group: String, decimals: Int? = 2) {
    (self.category, self.value, self.group, self.decimals) = (category, value, group, decimals)
  }

  /// That of the values.
  public var axes: [Axis] { [value] }

  /// Categories and groups.
  public var columns: [String] { [category, group] }

  /// Wide enough for every bar's number.
  public func size(_ table: DataTable) -> (width: Int, height: Int) {
    func distinct(_ column: String) -> Int { Set((0..<table.count).map { table[column]!.field($0) }).count }
    let bar = decimals.map { 7 * ($0 + 2) + 3 } ?? 24
    return (max(260, distinct(category) * (distinct(group) * bar + 14)), 240)
  }

  /// A layer of bars, and one of numbers.
  public func view(_ table: DataTable) -> JSON {
    let x = category(category, table).merging([
      "axis": ["labelAngle": 0, "labelOverlap": false, "title": .null], "scale": ["paddingInner": 0.18],
    ])
    let bars: JSON = ["mark": ["type": "bar"], "encoding": ["color": color(group, table)]]
    return [
      "encoding": [
        "x": x, "xOffset": category(group, table), "y": value.encoding(table, zero: true),
        "tooltip": tooltip([category, group, value.column], table),
      ],
      "layer": .array([bars] + (decimals.map(numbers) ?? [])),
    ]
  }

  private func numbers(decimals: Int) -> [JSON] {
    [
      [
        "mark": ["type": "text", "baseline": "bottom", "dy": -2, "fontSize": 10, "color": .string(Palette.ink)],
        "encoding": [
          "text": ["field": .string(value.column), "type": "quantitative", "format": .string(".\(decimals)f")]
        ],
      ]
    ]
  }
}
