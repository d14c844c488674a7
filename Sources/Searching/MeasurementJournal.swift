import Files
import Runs
import Scores
import Synchronization

/// A search directory's `measurements.csv`: every number measured, by seed, round, supernet, metric and repeat. All rules
/// share them, and an interrupted search finds them again.
final class MeasurementJournal: Sendable {
  /// What a number is of.
  struct Key: Hashable, Comparable {
    let seed: UInt64
    let round: Int
    /// Its `stateCode`.
    let supernet: String
    let metric: SearchMetric
    let `repeat`: Int

    static func < (a: Key, b: Key) -> Bool {
      (a.seed, a.round, a.supernet, a.metric, a.repeat) < (b.seed, b.round, b.supernet, b.metric, b.repeat)
    }
  }

  static let name = "measurements.csv"
  private static let columns = ["seed", "round", "supernet", "metric", "repeat", "value"]
  private static let header = CSV.line(columns)
  private let file: AppendedFile
  private let values: Mutex<[Key: Double]>

  /// Opens the journal of a directory, making it if it is not there, and takes hold of it until the value goes.
  ///
  /// - Throws: ``StudyError`` if another process holds it, it cannot be written, or some line is no measurement, naming it.
  init(directory: String) throws {
    file = try AppendedFile("\(directory)/\(Self.name)", header: Self.header) { RunLock.busy(directory) }
    values = Mutex(try Self.read(file.path))
  }

  /// The number, if it was measured.
  subscript(key: Key) -> Double? { values.withLock { $0[key] } }

  /// Adds a number.
  func append(_ key: Key, _ value: Double) throws {
    try values.withLock { values in
      try file.append(CSV.line(Self.fields(key, value)))
      values[key] = value
    }
  }

  /// Replaces the file by its lines in order, unless that is what it holds; nothing can be appended after that.
  func finish() throws {
    let rows = values.withLock { $0 }.sorted { $0.key < $1.key }
    try file.finish(CSV.text(Self.columns, rows.map(Self.fields)))
  }

  private static func fields(_ key: Key, _ value: Double) -> [String] {
    ["\(key.seed)", "\(key.round)", key.supernet, "\(key.metric)", "\(key.repeat)", CSV.number(value)]
  }

  private static func read(_ path: String) throws -> [Key: Double] {
    var reader = try CSVReader(path: path)
    _ = try reader.next()
    var values: [Key: Double] = [:]
    while let record = try reader.next() {
      func failure(_ reason: String) -> StudyError { StudyError(.badData, "\(path): line \(record.line): \(reason)") }
      let fields = record.fields
      guard fields.count == 6 else { throw failure("has \(fields.count) fields instead of 6") }
      guard let seed = UInt64(fields[0]), let round = Int(fields[1]), let metric = SearchMetric(rawValue: fields[3]),
        let number = Int(fields[4]), let value = Double(fields[5])
      else { throw failure("is not a measurement (\(header))") }
      let key = Key(seed: seed, round: round, supernet: fields[2], metric: metric, repeat: number)
      guard values.updateValue(value, forKey: key) == nil else { throw failure("this was measured already") }
    }
    return values
  }
}
