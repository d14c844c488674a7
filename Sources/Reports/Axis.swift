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

  /// Whether a number has a place on the axis itself.
  private func measures(_ number: Double) -> Bool { number.isFinite && (scale == .linear || number > 0) }

  /// Whether a number has a place on the axis or beyond its end.
  func shows(_ number: Double) -> Bool { measures(number) || (showsInfinity && number == .infinity) }
}

extension Axis {
  /// The axis as a Vega-Lite encoding. A linear axis includes zero only for bars.
  func encoding(_ table: DataTable, zero: Bool = false) -> JSON {
    if let beyond = beyond(table) { return encoding(table, beyond) }
    var scale: JSON = ["type": .string(self.scale.rawValue), "nice": true]
    if self.scale == .linear { scale = scale.merging(["zero": .bool(zero)]) }
    if let domain {
      scale = scale.merging(["domain": [.number(domain.lowerBound), .number(domain.upperBound)], "nice": false])
    }
    return [
      "field": .string(column), "type": "quantitative", "title": .string(label(table)), "scale": scale,
      "axis": axis(table),
    ]
  }

  /// The ends of the axis, and where infinity stands; nil where there is none, or nothing else.
  private func beyond(_ table: DataTable) -> (low: Double, high: Double, infinity: Double)? {
    let numbers = table[column]?.numbers ?? []
    guard showsInfinity, scale == .log, numbers.contains(.infinity) else { return nil }
    let measured = numbers.filter(measures)
    guard let low = measured.min(), let high = measured.max(), low < high else { return nil }
    return (low, high, high * pow(high / low, 0.1))
  }

  private func encoding(_ table: DataTable, _ beyond: (low: Double, high: Double, infinity: Double)) -> JSON {
    let margin = pow(beyond.high / beyond.low, 0.03)
    let ticks = logTicks(table).filter { beyond.low <= $0 && $0 <= beyond.high } + [beyond.infinity]
    return [
      "field": .string(field(table)), "type": "quantitative", "title": .string(label(table)),
      "scale": [
        "type": "log", "nice": false,
        "domain": [.number(beyond.low / margin), .number(beyond.infinity * margin)],
      ],
      "axis": [
        "values": .array(ticks.map(JSON.number)), "labelOverlap": true,
        "labelExpr": .string(
          "datum.value > \(beyond.high) ? '∞' : format(datum.value, datum.value >= 1000 ? '~s' : '~g')"),
      ],
    ]
  }

  /// The field that is drawn: the column, or what stands for it where infinity has a place.
  private func field(_ table: DataTable) -> String { beyond(table) == nil ? column : "_\(column)" }

  /// What makes that field. A reader of CSV takes `inf` for no number, and an empty field for nothing.
  func transform(_ table: DataTable) -> JSON? {
    beyond(table).map { beyond in
      [
        "calculate": .string("isNaN(datum['\(column)']) ? \(beyond.infinity) : datum['\(column)']"),
        "as": .string(field(table)),
      ]
    }
  }

  /// The title a reader sees.
  func label(_ table: DataTable) -> String { title ?? table[column]?.title ?? column }

  /// Ticks and their labels; on a logarithmic axis 1k and 1M stand for 1,000 and 1,000,000. Counts have no ticks between them.
  private func axis(_ table: DataTable) -> JSON {
    let axis: JSON = ["tickCount": 6, "labelOverlap": true, "labelFlush": false]
    guard scale == .log else {
      let isCount = (table[column]?.numbers ?? []).allSatisfy { !$0.isFinite || $0 == $0.rounded() }
      return isCount ? axis.merging(["tickMinStep": 1]) : axis
    }
    return axis.merging([
      "values": .array(logTicks(table).map(JSON.number)),
      "labelExpr": "format(datum.value, datum.value >= 1000 ? '~s' : '~g')",
    ])
  }

  /// Powers of ten over the range shown; with their doubles and quintuples if it spans less than about one and a half.
  private func logTicks(_ table: DataTable) -> [Double] {
    let shown = domain.map { [$0.lowerBound, $0.upperBound] } ?? (table[column]?.numbers ?? [])
    let positive = shown.filter(measures)
    guard let low = positive.min(), let high = positive.max() else { return [1] }
    let (first, last) = (Int(log10(low).rounded(.down)), Int(log10(high).rounded(.up)))
    let factors: [Double] = high < 30 * low ? [1, 2, 5] : [1]
    return (first...last).flatMap { power in
      factors.map { power < 0 ? $0 / pow(10, Double(-power)) : $0 * pow(10, Double(power)) }
    }
  }

  /// A condition in Vega's expression language: the row has a place on this axis.
  var condition: String {
    let value = "datum['\(column)']"
    let measured = "isValid(\(value)) && isFinite(\(value))" + (scale == .log ? " && \(value) > 0" : "")
    return showsInfinity ? "(\(measured)) || isNaN(\(value))" : measured
  }
}
