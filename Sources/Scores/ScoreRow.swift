import Files
import Metrics
import SearchSpaces

/// One line of `scores.csv`: a cell in one repeat.
public struct ScoreRow: Sendable, Hashable {
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

  /// Whether a score is NaN: its computation failed.
  public var isFailed: Bool { scores.contains { $0?.isNaN ?? false } }

  /// Whether the row has all the scores of another of the same cell and repeat, and more.
  func completes(_ other: ScoreRow) -> Bool {
    guard architecture == other.architecture, scores.count == other.scores.count else { return false }
    let pairs = zip(scores, other.scores)
    // Bits, as a score that failed is not equal to itself.
    return pairs.allSatisfy { $1 == nil || $0?.bitPattern == $1?.bitPattern }
      && pairs.contains { $0 != nil && $1 == nil }
  }

  /// What names the row within a run.
  package var key: RowKey { RowKey(index: index, repeat: `repeat`) }
}

/// What names a row within a run: a cell's index and a repeat.
package struct RowKey: Hashable, Comparable, Sendable {
  package let index, `repeat`: Int

  package init(index: Int, repeat: Int) { (self.index, self.repeat) = (index, `repeat`) }

  package static func < (a: RowKey, b: RowKey) -> Bool { (a.index, a.repeat) < (b.index, b.repeat) }
}

extension ScoreRow {
  /// The columns before the metrics.
  package static let leadingColumns = ["index", "architecture", "repeat"]

  /// Metric columns every run has, whether or not they were computed.
  package static let fixedMetrics = [
    Kappa.description.name, Regions.description.name, ParameterCount.description.name, MultiplyAdds.description.name,
  ]

  /// The header for the given metric columns.
  package static func header(_ metrics: [String]) -> String { CSV.line(leadingColumns + metrics) }

  /// The line, without its end.
  package var line: String { CSV.line(fields) }

  private var fields: [String] {
    [String(index), architecture, String(`repeat`)] + scores.map { CSV.number($0, absent: "") }
  }

  /// A finished `scores.csv`: the header, and the rows sorted by index and repeat.
  package static func table(_ metrics: [String], _ rows: [ScoreRow]) -> String {
    lines(metrics, rows.sorted { $0.key < $1.key })
  }

  /// The header, and the rows as they come.
  package static func lines(_ metrics: [String], _ rows: [ScoreRow]) -> String {
    CSV.text(leadingColumns + metrics, rows.map(\.fields))
  }

  /// The row under other columns; without a score where it had none.
  package func widened(from metrics: [String], to columns: [String]) -> ScoreRow {
    let known = Dictionary(uniqueKeysWithValues: zip(metrics, scores))
    return ScoreRow(
      index: index, architecture: architecture, repeat: `repeat`, scores: columns.map { known[$0] ?? nil })
  }

  /// Reads the fields of a line.
  ///
  /// - Throws: ``Malformed`` if they are not a row of a run with that many metrics.
  init(parsing fields: [String], metrics: Int, decimalCommas: Bool = false) throws(Malformed) {
    let count = Self.leadingColumns.count + metrics
    guard fields.count == count else { throw Malformed(reason: "has \(fields.count) fields instead of \(count)") }
    let architecture = fields[1].trimmed
    let index = try Self.index(fields[0].trimmed, architecture: architecture)
    guard let number = Int(fields[2].trimmed), number >= 0 else {
      throw Malformed(reason: "'\(fields[2])' is not a repeat")
    }
    var scores: [Double?] = []
    for field in fields[Self.leadingColumns.count...] {
      let value = Double(field) ?? (field.isBlank ? nil : CSV.number(in: field, decimalCommas: decimalCommas))
      guard field.isBlank || value != nil else { throw Malformed(reason: "'\(field)' is not a number") }
      scores.append(value)
    }
    self.init(index: index, architecture: architecture, repeat: number, scores: scores)
  }

  /// The index of a cell whose text fits it. A genotype may be any; whether it is the run's, the run knows.
  private static func index(_ field: String, architecture text: String) throws(Malformed) -> Int {
    if SearchSpace(ofCell: text) == .darts, let index = Int(field), index >= 0 { return index }
    guard let index = Int(field), let architecture = try? NASBench201.architecture(at: index) else {
      throw Malformed(reason: "'\(field)' is not the index of a cell")
    }
    guard architecture.description == text else {
      throw Malformed(reason: "cell \(index) is \(architecture), not '\(text)'")
    }
    return index
  }

  /// Why a line is not a row.
  struct Malformed: Error {
    let reason: String
  }
}
