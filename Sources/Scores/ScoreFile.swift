import Files
import Foundation

/// A run's `scores.csv` as read: header and rows.
public struct ScoreFile: Sendable {
  /// The metric columns, `kappa`, `regions`, `parameters`, `flops` first.
  public let metrics: [String]
  /// The rows, in the order of the file; no two of the same cell and repeat. Where a later line completes a row that lacked
  /// scores, the row is as the later line has it.
  public let rows: [ScoreRow]
  /// The run directory's checksums; nil if it has none, or a file was read.
  package let sums: [RowKey: Set<String>]?

  /// Reads a run's scores. Of a directory, rows are compared with their checksums in `scores.sum`, if it has that.
  ///
  /// - Parameter path: the run directory, or a file of the same form.
  /// - Throws: `FileError` if there is no such file or it is not CSV; ``StudyError`` naming the line that is not a
  ///   row or not as it was written, or the last line if its end is missing, as an interruption can leave it.
  public init(path: String) throws {
    let isRun = path.namesDirectory
    if isRun { try RunFormat.requireKnown(in: path) }
    let file = isRun ? Self.path(in: path) : path
    var reader = try CSVReader(path: file)
    let header = try reader.next()?.fields ?? []
    let leading = ScoreRow.leadingColumns + ScoreRow.fixedMetrics
    guard header.starts(with: leading) else {
      throw StudyError(
        .badData, "\(file): line 1: a run's scores begin with the columns \(leading.joined(separator: ","))")
    }
    guard reader.isWhole else {
      throw StudyError(.badData, "\(file): the last line is torn; run `tenas score` again to finish the run")
    }
    sums = isRun ? RowSums.read(path) : nil
    metrics = Array(header.dropFirst(ScoreRow.leadingColumns.count))
    var rows: [ScoreRow] = []
    var found: [RowKey: (place: Int, line: Int)] = [:]
    while let record = try reader.next() {
      func failure(_ reason: String) -> StudyError { StudyError(.badData, "\(file): line \(record.line): \(reason)") }
      let row: ScoreRow
      do {
        row = try ScoreRow(parsing: record.fields, metrics: metrics.count)
      } catch {
        throw failure(error.reason)
      }
      if let sums = sums?[row.key], !sums.contains(RowSums.sum(row)) {
        throw failure(
          "is not as it was written, by its checksum in \(RowSums.name); remove the line and score again to compute it anew"
        )
      }
      guard let first = found[row.key] else {
        found[row.key] = (rows.count, record.line)
        rows.append(row)
        continue
      }
      guard row.completes(rows[first.place]) else {
        throw failure("cell \(row.index), repeat \(row.repeat) is on line \(first.line) already")
      }
      rows[first.place] = row
    }
    self.rows = rows
  }

  /// The metric columns of a run directory's scores; nil if there are none, or their header is torn or not a run's.
  package static func columns(in directory: String) -> [String]? {
    guard let content = try? FileHandle(forReadingAtPath: path(in: directory))?.read(upToCount: 1 << 16),
      let end = content.firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let header = String(decoding: content[..<end], as: UTF8.self).split(separator: ",").map(String.init)
    guard header.starts(with: ScoreRow.leadingColumns + ScoreRow.fixedMetrics) else { return nil }
    return Array(header.dropFirst(ScoreRow.leadingColumns.count))
  }

  /// Whether a row has its checksum, where there are any.
  package func isConfirmed(_ row: ScoreRow) -> Bool { sums.map { $0[row.key] != nil } ?? true }

  /// The file's name in a run directory.
  package static let name = "scores.csv"

  /// Where a run directory has its scores.
  package static func path(in directory: String) -> String { "\(directory)/\(name)" }
}
