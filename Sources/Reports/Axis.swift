import Foundation

/// How numbers of a column become positions or colours.
public struct Axis: Sendable {
  /// The spacing of numbers along an axis.
  public enum Scale: String, Sendable {
    /// Equal distances for equal differences.
    case linear
    /// Equal distances for equal ratios; rows without a positive, finite number are not drawn, and counted.
    case log
  }

  /// The column of numbers.
  public let column: String
  /// The spacing.
  public let scale: Scale
  /// The axis title with its unit; nil for the column's title.
  public let title: String?
  /// The range shown; nil for that of the data.
  public let domain: ClosedRange<Double>?
  /// Further columns that are drawn along it, such as the ends of intervals; ticks span them, too.
  var spanning: [String] = []
  /// Whether infinity has a place beyond the end of the axis, under a label of its own.
  public let showsInfinity: Bool

  /// Makes an axis.
  public init(
    _ column: String, _ scale: Scale = .linear, title: String? = nil, domain: ClosedRange<Double>? = nil,
    showsInfinity: Bool = false
  ) {
    (self.column, self.scale, self.title, self.domain) = (column, scale, title, domain)
    self.showsInfinity = showsInfinity
  }

  /// The same axis along which the ends of intervals are drawn, too.
  func spanning(_ columns: [String?]) -> Axis {
    var axis = self
    axis.spanning = columns.compactMap(\.self)
    return axis
  }

  /// The axis for another of the columns drawn along it.
  func along(_ other: String, _ table: DataTable) -> Axis {
    var axis = Axis(other, scale, title: label(table), domain: domain)
    axis.spanning = spanning + [column]
    return axis
  }

  /// Whether a number has a place on the axis itself.
  private func measures(_ number: Double) -> Bool { number.isFinite && (scale == .linear || number > 0) }

  /// Whether a number has a place on the axis or beyond its end.
  func shows(_ number: Double) -> Bool { measures(number) || (showsInfinity && number == .infinity) }
}

extension Axis {
  /// Where numbers end and infinity has its gutter, as shares of the axis' length beyond its last number.
  private enum Gutter {
    static let start = 0.04, middle = 0.1, end = 0.16
    /// How far points stand apart in it.
    static let spread = 0.08
  }

  /// The axis as a Vega-Lite encoding: with room for points at the ends, or, for bars, from zero.
  func encoding(_ table: DataTable, zero: Bool = false) -> JSON {
    if let ends = finiteEnds(table) { return encoding(table, ends) }
    var scale: JSON = ["type": .string(self.scale.rawValue)]
    if self.scale == .linear { scale = scale.merging(["zero": .bool(zero)]) }
    if let domain {
      scale = scale.merging(["domain": [.number(domain.lowerBound), .number(domain.upperBound)], "nice": false])
    } else {
      scale = scale.merging(zero ? ["nice": true] : ["nice": false, "padding": 9])
    }
    return [
      "field": .string(column), "type": "quantitative", "title": .string(label(table)), "scale": scale,
      "axis": axis(table),
    ]
  }

  /// The finite numbers' range where infinity has a gutter; nil where nothing is infinite, or no range is left.
  private func finiteEnds(_ table: DataTable) -> ClosedRange<Double>? {
    let numbers = table.shownNumbers(column)
    guard showsInfinity, scale == .log, numbers.contains(.infinity) else { return nil }
    let measured = numbers.filter(measures)
    guard let low = measured.min(), let high = measured.max(), low < high else { return nil }
    return low...high
  }

  /// A place beyond the end of a range on a logarithmic axis.
  private func place(_ share: Double, beyond ends: ClosedRange<Double>) -> Double {
    ends.upperBound * pow(ends.upperBound / ends.lowerBound, share)
  }

  private func encoding(_ table: DataTable, _ ends: ClosedRange<Double>) -> JSON {
    let ticks = logTicks(table).filter(ends.contains) + [place(Gutter.middle, beyond: ends)]
    return [
      "field": .string(field(table)), "type": "quantitative", "title": .string(label(table)),
      "scale": [
        "type": "log", "nice": false,
        "domain": [
          .number(ends.lowerBound * pow(ends.upperBound / ends.lowerBound, -0.03)),
          .number(place(Gutter.end, beyond: ends)),
        ],
      ],
      "axis": [
        "values": .array(ticks.map(JSON.number)), "labelOverlap": true, "labelSeparation": 5,
        "labelExpr": .string(
          "datum.value > \(ends.upperBound) ? '∞' : format(datum.value, datum.value >= 1000 ? '~s' : '~g')"),
      ],
    ]
  }

  /// A layer that parts infinity's gutter from the numbers on a horizontal axis; nil where there is none.
  func gutter(_ table: DataTable) -> JSON? {
    guard let ends = finiteEnds(table) else { return nil }
    // A row without the field of the points would count as one without a place.
    let row: JSON = .object([field(table): .number(place(Gutter.middle, beyond: ends))])
    return [
      "data": ["values": .array([row])],
      "mark": ["type": "rect", "color": "#f0f0f0", "tooltip": .null],
      "encoding": [
        "x": ["datum": .number(place(Gutter.start, beyond: ends)), "type": "quantitative"],
        "x2": ["datum": .number(place(Gutter.end, beyond: ends))], "y": ["value": 0], "y2": ["value": "height"],
        "tooltip": ["value": .null],
      ],
    ]
  }

  /// The field that is drawn: the column, or what stands for it where infinity has a place.
  private func field(_ table: DataTable) -> String { finiteEnds(table) == nil ? column : "_\(column)" }

  /// What makes that field, by which the infinite ones stand side by side across the gutter. A reader of CSV takes `inf` for no
  /// number, and an empty field for nothing.
  func transforms(_ table: DataTable) -> [JSON] {
    guard let ends = finiteEnds(table) else { return [] }
    let middle = place(Gutter.middle, beyond: ends)
    let width = pow(ends.upperBound / ends.lowerBound, Gutter.spread)
    // Multiples of the golden ratio fill the gutter evenly, however many there are.
    let infinite = "\(middle) * pow(\(width), (datum._row * 0.618034) % 1 - 0.5)"
    return [
      ["window": [["op": "row_number", "as": "_row"]]],
      [
        "calculate": .string("isNaN(datum['\(column)']) ? \(infinite) : datum['\(column)']"),
        "as": .string(field(table)),
      ],
    ]
  }

  /// The title a reader sees.
  func label(_ table: DataTable) -> String { title ?? table[column]?.title ?? column }

  /// Ticks and their labels; on a logarithmic axis 1k and 1M stand for 1,000 and 1,000,000. Counts have no ticks between them.
  private func axis(_ table: DataTable) -> JSON {
    let axis: JSON = ["tickCount": 6, "labelOverlap": true, "labelSeparation": 5, "labelFlush": false]
    guard scale == .log else {
      let isCount = drawn(table).allSatisfy { !$0.isFinite || $0 == $0.rounded() }
      return isCount ? axis.merging(["tickMinStep": 1]) : axis
    }
    return axis.merging([
      "values": .array(logTicks(table).map(JSON.number)),
      "labelExpr": "format(datum.value, datum.value >= 1000 ? '~s' : '~g')",
    ])
  }

  /// All numbers that are drawn along the axis.
  private func drawn(_ table: DataTable) -> [Double] { ([column] + spanning).flatMap(table.shownNumbers) }

  /// Powers of ten within the range shown; with their doubles and quintuples where there are fewer than three, and with all
  /// multiples where there are fewer than two of those.
  private func logTicks(_ table: DataTable) -> [Double] {
    let shown =
      domain.map { [$0.lowerBound, $0.upperBound] } ?? drawn(table)
    let positive = shown.filter(measures)
    guard let low = positive.min(), let high = positive.max() else { return [1] }
    // The room for points at the ends has ticks, too.
    let range = low * pow(high / low, -0.02)...high * pow(high / low, 0.02)
    let powers = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
    func ticks(_ factors: [Double]) -> [Double] {
      powers.flatMap { power in
        factors.map { power < 0 ? $0 / pow(10, Double(-power)) : $0 * pow(10, Double(power)) }
      }.filter(range.contains)
    }
    let (coarse, finer) = (ticks([1]), ticks([1, 2, 5]))
    return coarse.count >= 3 ? coarse : finer.count >= 2 ? finer : ticks([1, 2, 3, 4, 5, 6, 7, 8, 9])
  }

  /// A condition in Vega's expression language: the row has a place on this axis.
  var condition: String {
    let value = "datum['\(column)']"
    let measured = "isValid(\(value)) && isFinite(\(value))" + (scale == .log ? " && \(value) > 0" : "")
    return showsInfinity ? "(\(measured)) || isNaN(\(value))" : measured
  }
}
