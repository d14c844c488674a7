import AccuracyTables
import Foundation

/// A run's `scores.csv` as read: header and rows.
public struct ScoreFile: Sendable {
  /// The metric columns, `kappa`, `regions`, `parameters`, `flops` first.
  public let metrics: [String]
  /// The rows, in the order of the file.
  public let rows: [ScoreRow]

  /// Reads a run's scores.
  ///
  /// - Parameter path: the run directory, or a file of the same form.
  /// - Throws: `AccuracyTableError` if there is no such file; ``StudyError`` naming the line that is not a row.
  public init(path: String) throws {
    var isDirectory: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    let file = isDirectory.boolValue ? "\(path)/scores.csv" : path
    var reader = try CSVReader(path: file)
    let header = try reader.next()?.fields ?? []
    let leading = ScoreRow.leadingColumns + ScoreRow.fixedMetrics
    guard Array(header.prefix(leading.count)) == leading else {
      throw StudyError(
        .badData, "\(file): line 1: a run's scores begin with the columns \(leading.joined(separator: ","))")
    }
    metrics = Array(header.dropFirst(ScoreRow.leadingColumns.count))
    var rows: [ScoreRow] = []
    var seen: [RowKey: (row: ScoreRow, line: Int)] = [:]
    while let record = try reader.next() {
      let row: ScoreRow
      switch ScoreRow.parse(record.fields, metrics: metrics.count) {
      case .success(let parsed): row = parsed
      case .failure(let malformed): throw StudyError(.badData, "\(file): line \(record.line): \(malformed.reason)")
      }
      if let (first, line) = seen.updateValue((row, record.line), forKey: RowKey(row)) {
        guard first == row else {
          throw StudyError(
            .badData,
            "\(file): line \(record.line): cell \(row.index), repeat \(row.repeat) has other scores on line \(line)")
        }
        continue
      }
      rows.append(row)
    }
    self.rows = rows
  }
}

/// What names a row within a run.
struct RowKey: Hashable, Comparable {
  let index, `repeat`: Int

  init(_ row: ScoreRow) { (index, self.repeat) = (row.index, row.repeat) }

  init(index: Int, repeat: Int) { (self.index, self.repeat) = (index, `repeat`) }

  static func < (a: RowKey, b: RowKey) -> Bool { (a.index, a.repeat) < (b.index, b.repeat) }
}
