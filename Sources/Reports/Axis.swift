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

  /// Makes an axis.
  public init(_ column: String, _ scale: Scale = .linear, title: String? = nil, domain: ClosedRange<Double>? = nil) {
    (self.column, self.scale, self.title, self.domain) = (column, scale, title, domain)
  }

  /// Whether a number has a place on the axis.
  func shows(_ number: Double) -> Bool { number.isFinite && (scale == .linear || number > 0) }
}

extension Axis {
  /// The axis as a Vega-Lite encoding. A linear axis includes zero only for bars.
  func encoding(_ table: DataTable, zero: Bool = false) -> JSON {
    var scale: JSON = ["type": .string(self.scale.rawValue), "zero": .bool(zero), "nice": true]
    if self.scale == .log { scale = ["type": "log", "nice": false] }
    if let domain {
      scale = scale.merging(["domain": [.number(domain.lowerBound), .number(domain.upperBound)], "nice": false])
    }
    return [
      "field": .string(column), "type": "quantitative", "title": .string(label(table)), "scale": scale,
      "axis": axis,
    ]
  }

  /// The title a reader sees.
  func label(_ table: DataTable) -> String { title ?? table[column]?.title ?? column }

  private var axis: JSON {
    switch scale {
    case .linear: ["tickCount": 6, "labelOverlap": true, "grid": true]
    case .log: ["tickCount": 6, "format": "~s", "labelOverlap": true, "grid": true]
    }
  }

  /// A condition in Vega's expression language: the row has a place on this axis.
  var condition: String {
    let value = "datum['\(column)']"
    return "isValid(\(value)) && isFinite(\(value))" + (scale == .log ? " && \(value) > 0" : "")
  }
}
