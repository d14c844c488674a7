import AccuracyTables
import SearchSpaces

/// One line of `scores.csv`: a cell in one repeat.
public struct ScoreRow: Sendable, Equatable {
  /// The cell's index.
  public let index: Int
  /// The cell's string.
  public let architecture: String
  /// The re-initialisation, from 0.
  public let `repeat`: Int
  /// One score a metric column; nil where the metric was not computed.
  public let scores: [Double?]

  /// Makes a row.
  public init(index: Int, architecture: String, repeat: Int, scores: [Double?]) {
    (self.index, self.architecture, self.repeat, self.scores) = (index, architecture, `repeat`, scores)
  }

  /// The columns before the metrics.
  static let leadingColumns = ["index", "architecture", "repeat"]

  /// Metric columns every run has, whether or not they were computed.
  static let fixedMetrics = ["kappa", "regions", "parameters", "flops"]

  /// The header for the given metric columns.
  static func header(_ metrics: [String]) -> String { (leadingColumns + metrics).joined(separator: ",") }

  /// The line, without its end.
  var line: String {
    ([String(index), architecture, String(`repeat`)] + scores.map { $0.map(Self.format) ?? "" }).joined(separator: ",")
  }

  /// The shortest decimal that reads back as the same number; whole numbers without a point; `inf` and `nan` so spelled.
  static func format(_ value: Double) -> String {
    if value.magnitude < 0x1p53, value == value.rounded(), let integer = Int(exactly: value) { return String(integer) }
    return "\(value)"
  }

  /// Reads a line's fields.
  ///
  /// - Returns: nil and a reason, if they are not a row of a run with that many metrics.
  static func parse(_ fields: [String], metrics: Int) -> Result<ScoreRow, Malformed> {
    guard fields.count == leadingColumns.count + metrics else {
      return .failure(Malformed(reason: "has \(fields.count) fields instead of \(leadingColumns.count + metrics)"))
    }
    guard let index = Int(fields[0]), let architecture = try? NASBench201.architecture(at: index) else {
      return .failure(Malformed(reason: "'\(fields[0])' is not the index of a cell"))
    }
    guard architecture.description == fields[1] else {
      return .failure(Malformed(reason: "cell \(index) is \(architecture), not \(fields[1])"))
    }
    guard let number = Int(fields[2]), number >= 0 else {
      return .failure(Malformed(reason: "'\(fields[2])' is not a repeat"))
    }
    var scores: [Double?] = []
    for field in fields[3...] {
      let value = Double(field)
      guard field.isEmpty || value != nil else { return .failure(Malformed(reason: "'\(field)' is not a number")) }
      scores.append(value)
    }
    return .success(ScoreRow(index: index, architecture: fields[1], repeat: number, scores: scores))
  }

  /// Why a line is not a row.
  struct Malformed: Error {
    let reason: String
  }
}
