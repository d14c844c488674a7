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
    (self.category, self.value, self.interval, self.series) = (category, value, interval, series)
  }

  /// That of the numbers.
  public var axes: [Axis] { [value] }

  /// Those of category, interval and series.
  public var columns: [String] { [category, interval?.low, interval?.high, series].compactMap(\.self) }

  /// 19 pixels a category.
  public func size(_ table: DataTable) -> (width: Int, height: Int) {
    (440, max(60, 19 * Set((0..<table.count).map { table[category]!.field($0) }).count))
  }

  /// A layer of error bars, and one of points.
  public func view(_ table: DataTable) -> JSON {
    let lines: JSON = ["axis": ["title": .null, "labelLimit": 320, "grid": true, "ticks": false, "domain": false]]
    let shared: JSON = [
      "y": category(category, table).merging(lines), "color": color(series, table),
      "tooltip": tooltip(columns + [value.column], table),
    ]
    let points: JSON = [
      "mark": ["type": "point", "filled": true, "size": 55, "opacity": 1], "encoding": ["x": value.encoding(table)],
    ]
    return ["encoding": shared, "layer": .array([bars(table), points].compactMap(\.self))]
  }

  private func bars(_ table: DataTable) -> JSON? {
    guard let interval else { return nil }
    let low = Axis(interval.low, value.scale, title: value.label(table), domain: value.domain)
    return [
      "mark": ["type": "rule", "strokeWidth": 2],
      "encoding": ["x": low.encoding(table), "x2": ["field": .string(interval.high)]],
    ]
  }
}
