/// A point with an error bar for every category, a line each from top to bottom in the order of the data: a ranking that fits a
/// column, however long the names are.
public struct DotPlot: Chart {
  /// The column of categories.
  public let category: String
  /// The numbers.
  public let value: Axis
  /// The columns of the error bars' ends; nil for none.
  public let interval: (low: String, high: String)?
  /// The column that tells the points of a category apart; nil for one point each.
  public let series: String?

  /// Makes a chart.
  public init(category: String, value: Axis, interval: (low: String, high: String)? = nil, series: String? = nil) {
    (self.category, self.interval, self.series) = (category, interval, series)
    self.value = value.spanning([interval?.low, interval?.high])
  }

  /// That of the numbers.
  public var axes: [Axis] { [value] }

  /// Those of category, interval and series.
  public var columns: [String] { [category, interval?.low, interval?.high, series].compactMap(\.self) }

  /// 19 pixels a category, or 7 for each of its points and a gap.
  public func size(_ table: DataTable) -> (width: Int, height: Int) {
    let points = series.map { distinct($0, table) } ?? 1
    return (440, max(60, max(19, 7 * points + 5) * distinct(category, table)))
  }

  private func distinct(_ column: String, _ table: DataTable) -> Int {
    Set((0..<table.count).map { table[column]!.field($0) }).count
  }

  /// A layer of error bars, and one of points.
  public func view(_ table: DataTable) -> JSON {
    let lines: JSON = ["axis": ["title": .null, "labelLimit": 320, "grid": true, "ticks": false, "domain": false]]
    let offset: JSON = series.map { ["yOffset": category($0, table)] } ?? [:]
    let shared: JSON = [
      "y": category(category, table).merging(lines), "color": color(series, table),
      "tooltip": tooltip(columns + [value.column], table),
    ]
    let points: JSON = [
      "mark": [
        "type": "point", "filled": true, "size": series.map { distinct($0, table) } ?? 1 > 1 ? 30 : 55, "opacity": 1,
      ], "encoding": ["x": value.encoding(table)],
    ]
    return ["encoding": shared.merging(offset), "layer": .array([bars(table), points].compactMap(\.self))]
  }

  private func bars(_ table: DataTable) -> JSON? {
    guard let interval else { return nil }
    return [
      "mark": ["type": "rule", "strokeWidth": 2],
      "encoding": ["x": value.along(interval.low, table).encoding(table), "x2": ["field": .string(interval.high)]],
    ]
  }
}
