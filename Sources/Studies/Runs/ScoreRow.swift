import AccuracyTables
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

  /// What names the row within a run.
  var key: RowKey { RowKey(index: index, repeat: `repeat`) }
}

/// What names a row within a run: a cell's index and a repeat.
struct RowKey: Hashable, Comparable {
  let index, `repeat`: Int

  static func < (a: RowKey, b: RowKey) -> Bool { (a.index, a.repeat) < (b.index, b.repeat) }
}

extension ScoreRow {
  /// The columns before the metrics.
  static let leadingColumns = ["index", "architecture", "repeat"]

  /// Metric columns every run has, whether or not they were computed.
  static let fixedMetrics = ["kappa", "regions", "parameters", "flops"]

  /// The header for the given metric columns.
  static func header(_ metrics: [String]) -> String { (leadingColumns + metrics).joined(separator: ",") }

  /// The line, without its end.
  var line: String {
    ([String(index), Self.quoted(architecture), String(`repeat`)] + scores.map { $0.map(Self.format) ?? "" }).joined(
      separator: ",")
  }

  /// A field with quotation marks where CSV needs them (RFC 4180): genotypes have commas.
  static func quoted(_ field: String) -> String {
    field.contains { ",\"".contains($0) } ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
  }

  /// A finished `scores.csv`: the header, and the rows sorted by index and repeat.
  static func table(_ metrics: [String], _ rows: [ScoreRow]) -> String {
    lines(metrics, rows.sorted { $0.key < $1.key })
  }

  /// The header, and the rows as they come.
  static func lines(_ metrics: [String], _ rows: [ScoreRow]) -> String {
    ([header(metrics)] + rows.map(\.line)).joined(separator: "\n") + "\n"
  }

  /// How numbers are written in every CSV file: the shortest decimals that read back as the same number, whole numbers
  /// without a point, `inf`, `-inf` and `nan`.
  public static func format(_ value: Double) -> String {
    guard !value.isNaN else { return "nan" }
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Reads the fields of a line.
  ///
  /// - Throws: ``Malformed`` if they are not a row of a run with that many metrics.
  init(parsing fields: [String], metrics: Int) throws(Malformed) {
    let count = Self.leadingColumns.count + metrics
    guard fields.count == count else { throw Malformed(reason: "has \(fields.count) fields instead of \(count)") }
    let index = try Self.index(fields[0], architecture: fields[1])
    guard let number = Int(fields[2]), number >= 0 else { throw Malformed(reason: "'\(fields[2])' is not a repeat") }
    var scores: [Double?] = []
    for field in fields[Self.leadingColumns.count...] {
      let value = Double(field)
      guard field.isEmpty || value != nil else { throw Malformed(reason: "'\(field)' is not a number") }
      scores.append(value)
    }
    self.init(index: index, architecture: fields[1], repeat: number, scores: scores)
  }

  /// The index of a cell whose text fits it. A genotype may be any; whether it is the run's, the run knows.
  private static func index(_ field: String, architecture text: String) throws(Malformed) -> Int {
    if text.hasPrefix("Genotype("), let index = Int(field), index >= 0 { return index }
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
