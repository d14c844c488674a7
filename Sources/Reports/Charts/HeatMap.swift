/// A matrix of coloured squares with their numbers: blue below zero and orange above, or white to blue.
public struct HeatMap: Chart {
  /// The column of row names, in the order of the data.
  public let row: String
  /// The column of column names, in the order of the data.
  public let column: String
  /// The numbers. The colours span ``Axis/domain``, and diverge from 0 if it reaches below; correlations ask for -1...1.
  public let value: Axis
  /// Decimals of the numbers.
  public let decimals: Int

  /// Makes a chart.
  public init(row: String, column: String, value: Axis, decimals: Int = 2) {
    (self.row, self.column, self.value, self.decimals) = (row, column, value, decimals)
  }

  /// That of the values, which become colours.
  public var axes: [Axis] { [value] }

  /// The names of rows and columns.
  public var columns: [String] { [row, column] }

  /// Squares of 52 by 34 pixels, or of 30 by 20 where there are more than 14 in a row.
  public func size(_ table: DataTable) -> (width: Int, height: Int) {
    isDense(table)
      ? (30 * distinct(column, table), 20 * distinct(row, table))
      : (52 * distinct(column, table), 34 * distinct(row, table))
  }

  private func isDense(_ table: DataTable) -> Bool { distinct(column, table) > 14 }

  private func distinct(_ column: String, _ table: DataTable) -> Int {
    Set((0..<table.count).map { table[column]!.field($0) }).count
  }

  /// A layer of squares, and one of numbers.
  public func view(_ table: DataTable) -> JSON {
    let finite = (table[value.column]?.numbers ?? []).filter(\.isFinite)
    let domain = value.domain ?? (finite.min() ?? 0)...(finite.max() ?? 1)
    let field: JSON = ["field": .string(value.column), "type": "quantitative"]
    let isDiverging = domain.lowerBound < 0
    let ends: JSON = [.number(domain.lowerBound), .number(domain.upperBound)]
    let scale: JSON =
      isDiverging
      ? ["scheme": "blueorange", "domain": ends, "domainMid": 0, "clamp": true]
      : ["scheme": "blues", "domain": ends, "clamp": true]
    let legend: JSON = ["title": .string(value.label(table)), "gradientLength": 120]
    return [
      "encoding": [
        "x": category(column, table).merging(["axis": ["labelAngle": -45, "title": .null, "labelOverlap": false]]),
        "y": category(row, table).merging(["axis": ["title": .null]]),
        "tooltip": tooltip([row, column, value.column], table),
      ],
      "layer": [
        ["mark": "rect", "encoding": ["color": field.merging(["scale": scale, "legend": legend])]],
        [
          "mark": ["type": "text", "fontSize": isDense(table) ? 8.5 : 11],
          "encoding": [
            "text": field.merging(["format": .string(".\(decimals)f")]),
            "color": [
              "condition": ["test": .string(isDark(domain)), "value": "white"], "value": .string(Palette.ink),
            ],
          ],
        ],
      ],
    ]
  }

  /// Where a square is too dark for black digits.
  private func isDark(_ domain: ClosedRange<Double>) -> String {
    let value = "datum['\(value.column)']"
    let (low, high) = (domain.lowerBound, domain.upperBound)
    guard low < 0 else { return "\(value) > \(low + 0.6 * (high - low))" }
    return "\(value) < \(0.65 * low) || \(value) > \(0.8 * high)"
  }
}
