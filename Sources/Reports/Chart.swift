/// A kind of picture: which columns it reads, and how they become a Vega-Lite view.
///
/// The kinds here: ``Scatter``, ``GroupedBars``, ``Lines``, ``HeatMap``, ``ParetoFront``, ``Means``.
public protocol Chart: Sendable {
  /// The axes; a row without a place on one of them is not drawn, and counted in the panel's subtitle.
  var axes: [Axis] { get }
  /// Further columns that are read.
  var columns: [String] { get }
  /// The column that gives the colours; nil where there is one colour, or the colours are numbers.
  var series: String? { get }
  /// The width and height of the plotting area, in pixels, where the panel does not say.
  func size(_ table: DataTable) -> (width: Int, height: Int)
  /// The view: `mark` or `layer`, `encoding` and `transform`, without data, title and size.
  func view(_ table: DataTable) -> JSON
}

extension Chart {
  /// None.
  public var series: String? { nil }

  /// 320 by 260 pixels.
  public func size(_ table: DataTable) -> (width: Int, height: Int) { (320, 260) }

  /// A column as a text that names a series or category, in the order of the data.
  func category(_ column: String, _ table: DataTable) -> JSON {
    ["field": .string(column), "type": "nominal", "title": .string(table[column]?.title ?? column), "sort": .null]
  }

  /// The colours of a series, with a legend below the panel; one plain colour without a series.
  func color(_ series: String?, _ table: DataTable) -> JSON {
    guard let series, let column = table[series] else { return ["value": .string(Palette.plain)] }
    // A legend of one series tells nothing that the titles do not.
    if Set((0..<table.count).map(column.field)).count < 2 { return ["value": .string(Palette.plain)] }
    return category(series, table).merging([
      "scale": ["range": .array(Palette.categories.map(JSON.string))],
      "legend": [
        "orient": "bottom", "columns": 4, "symbolOpacity": 1, "title": .string(table[series]?.title ?? series),
      ],
    ])
  }

  /// What the reader sees of a row under the pointer.
  func tooltip(_ columns: [String], _ table: DataTable) -> JSON {
    var seen = Set<String>()
    return .array(
      columns.filter { seen.insert($0).inserted }.compactMap { table[$0] }.map { column in
        let field: JSON = ["field": .string(column.name), "title": .string(column.title)]
        return field.merging(
          column.numbers == nil ? ["type": "nominal"] : ["type": "quantitative", "format": ".6~g"])
      })
  }
}
