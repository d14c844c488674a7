import Files
import Foundation
import Scores

/// A score that could not be computed: a line of a run's `failures.csv`. In `scores.csv` it is `nan`.
public struct CellFailure: Sendable, Hashable {
  /// The cell's index and string, and the repeat.
  public let index: Int, architecture: String, `repeat`: Int
  /// The metric's column.
  public let metric: String
  /// What went wrong, in one line.
  public let reason: String

  var key: RowKey { RowKey(index: index, repeat: `repeat`) }

  /// The failures of a run, by index and repeat; none if it has no `failures.csv`.
  ///
  /// - Throws: `FileError` or ``StudyError`` naming the line that is none.
  public static func read(directory: String) throws -> [CellFailure] {
    let path = path(in: directory)
    guard path.exists else { return [] }
    var reader = try CSVReader(path: path)
    _ = try reader.next()
    var failures: [CellFailure] = []
    while let record = try reader.next() {
      let fields = record.fields
      guard fields.count == 5, let index = Int(fields[0]), let number = Int(fields[2]) else {
        throw StudyError(.badData, "\(path): line \(record.line): is not a failure (\(header))")
      }
      failures.append(
        CellFailure(index: index, architecture: fields[1], repeat: number, metric: fields[3], reason: fields[4]))
    }
    return failures
  }
}

extension CellFailure {
  static let name = "failures.csv"
  private static let columns = ["index", "architecture", "repeat", "metric", "reason"]
  static let header = CSV.line(columns)

  static func path(in directory: String) -> String { "\(directory)/\(name)" }

  init(_ row: (index: Int, architecture: String, repeat: Int), metric: String, reason: String) {
    (index, architecture, `repeat`) = row
    self.metric = metric
    self.reason = reason.onOneLine
  }

  /// The line, without its end.
  var line: String { CSV.line(fields) }

  private var fields: [String] { [String(index), architecture, String(`repeat`), metric, reason] }

  /// A finished file: for every `nan` in the rows its reason, the last one told, sorted by index and repeat.
  static func table(_ failures: [CellFailure], rows: [ScoreRow], metrics: [String]) -> String? {
    let reasons = Dictionary(failures.map { (Place(key: $0.key, metric: $0.metric), $0) }) { $1 }
    let failed = rows.sorted { $0.key < $1.key }.flatMap { row in
      zip(metrics, row.scores).filter { $1?.isNaN ?? false }.map { metric, _ in
        reasons[Place(key: row.key, metric: metric)]
          ?? CellFailure((row.index, row.architecture, row.repeat), metric: metric, reason: "not recorded")
      }
    }
    return failed.isEmpty ? nil : CSV.text(columns, failed.map(\.fields))
  }

  private struct Place: Hashable {
    let key: RowKey
    let metric: String
  }

  /// Writes a finished file; removes it if nothing failed.
  static func write(_ table: String?, directory: String) throws {
    let path = path(in: directory)
    if let table {
      if path.contents != Data(table.utf8) {
        try AtomicFile.write(table, to: path, isOwn: true)
      }
    } else if unlink(path.fileName) != 0 && errno != ENOENT {
      throw AtomicFile.failure(path)
    }
  }
}
