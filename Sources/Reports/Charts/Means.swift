/// A point with an error bar for every category, or for every category and series: means and their intervals.
public struct Means: Chart {
  /// The column of categories, in the order of the data.
  public let category: String
  /// What stands below their axis; nil for the column's title.
  public let title: String?
  /// The means.
  public let mean: Axis
  /// The columns of the error bars' ends; nil for none.
  public let interval: (low: String, high: String)?
  /// The column that tells the points of a category apart; nil for one point each.
  public let series: String?
  /// Further columns shown under the pointer, such as the number of cells.
  public let tooltip: [String]

  /// Makes a chart.
  public init(
    category: String, title: String? = nil, mean: Axis, interval: (low: String, high: String)? = nil,
    series: String? = nil,
    tooltip: [String] = []
  ) {
    (self.category, self.title, self.interval, self.series) = (category, title, interval, series)
    self.tooltip = tooltip
    self.mean = mean.spanning([interval?.low, interval?.high])
  }

  /// That of the means.
  public var axes: [Axis] { [mean] }

  /// Those of category, interval, series and tooltip.
  public var columns: [String] { [category, interval?.low, interval?.high, series].compactMap(\.self) + tooltip }

  /// 280 by 240 pixels.
  public func size(_ table: DataTable) -> (width: Int, height: Int) { (280, 240) }

  /// A layer of error bars, and one of points.
  public func view(_ table: DataTable) -> JSON {
    var shared: JSON = [
      "x": category(category, table).merging(title.map { ["title": .string($0)] } ?? [:]).merging([
        "axis": ["labelAngle": 0]
      ]),
      "color": color(series, table),
      "tooltip": tooltip(columns + [mean.column], table),
    ]
    if let series { shared = shared.merging(["xOffset": category(series, table)]) }
    let points: JSON = [
      "mark": ["type": "point", "filled": true, "size": 70, "opacity": 1], "encoding": ["y": mean.encoding(table)],
    ]
    return ["encoding": shared, "layer": .array([bars(table), points].compactMap(\.self))]
  }

  private func bars(_ table: DataTable) -> JSON? {
    guard let interval else { return nil }
    return [
      "mark": ["type": "rule", "strokeWidth": 2],
      "encoding": ["y": mean.along(interval.low, table).encoding(table), "y2": ["field": .string(interval.high)]],
    ]
  }
}
