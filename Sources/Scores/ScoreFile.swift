import Files
import Foundation
import Sheets

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
    let file = isRun ? Self.packedPath(in: path) ?? Self.path(in: path) : path
    let input = try InputFile(reading: file)
    if [.hdf5, .parquet].contains(input.container) {
      (metrics, rows) = try Self.exported(Sheet(reading: file, keys: ScoreTable.keyNames))
      sums = nil
      return
    }
    let text = try input.text()
    var reader = CSVReader(text: text, file: file)
    let header = (try reader.next()?.fields ?? []).map(\.trimmed)
    if header == Self.tidyColumns || header.starts(with: Self.wideColumns) {
      (metrics, rows) = try Self.exported(Sheet(text: text, file: file))
      sums = nil
      return
    }
    let leading = ScoreRow.leadingColumns + ScoreRow.fixedMetrics
    guard header.starts(with: leading) else {
      throw StudyError(
        .badData, "\(file): line 1: a run's scores begin with the columns \(leading.joined(separator: ","))")
    }
    guard reader.isWhole else {
      throw StudyError(.badData, "\(file): the last line is torn; run `tenas score` again to finish the run")
    }
    sums = isRun ? RowSums.read(path) : nil
    let metrics = Array(header.dropFirst(ScoreRow.leadingColumns.count))
    self.metrics = metrics
    let decimalCommas = reader.hasDecimalCommas
    var gathered = GatheredRows(file: file)
    while let record = try reader.next() {
      let (row, place) = try gathered.row("line \(record.line)") {
        try ScoreRow(parsing: record.fields, metrics: metrics.count, decimalCommas: decimalCommas)
      }
      if let sums = sums?[row.key], !sums.contains(RowSums.sum(row)) {
        throw gathered.failure(
          place,
          "is not as it was written, by its checksum in \(RowSums.name); remove the line and score again to compute it anew"
        )
      }
      try gathered.add(row, place)
    }
    rows = gathered.rows
  }

  /// Whether a text is a run's scores, as they are or in the long form of `tenas export`.
  static func recognises(_ reader: CSVReader) throws -> Bool {
    var reader = reader
    let header = (try reader.next()?.fields ?? []).map(\.trimmed)
    return header == tidyColumns || header.starts(with: ScoreRow.leadingColumns + ScoreRow.fixedMetrics)
  }

  /// The columns of the long form: a row a score.
  package static let tidyColumns = ScoreRow.leadingColumns + ["metric", "value"]
  /// What the columns of the wide form begin with: a row a cell, means over so many repeats.
  package static let wideColumns = ["index", "architecture", "repeats"]

  /// Reads what `tenas export` wrote: the long form; or the wide one, whose means are then the scores of one repeat.
  private static func exported(_ sheet: Sheet) throws -> (metrics: [String], rows: [ScoreRow]) {
    var gathered = GatheredRows(file: sheet.file)
    if sheet.header == tidyColumns { return try tidy(sheet, &gathered) }
    guard sheet.header.starts(with: wideColumns) else {
      let leading = ScoreRow.leadingColumns + ScoreRow.fixedMetrics
      throw StudyError(
        .badData,
        "\(sheet.file): \(sheet.place): a run's scores are needed, with the columns \(leading.joined(separator: ","))")
    }
    let names = Set(sheet.header)
    let further = sheet.header.indices.dropFirst(wideColumns.count).filter { names.contains("\(sheet.header[$0])_sd") }
    let metrics =
      ScoreRow.fixedMetrics + further.map { sheet.header[$0] }.filter { !ScoreRow.fixedMetrics.contains($0) }
    let places = metrics.map { sheet.header.firstIndex(of: $0) }
    for row in sheet.rows {
      let scores = places.map { $0.map { row.fields[$0] } ?? "" }
      let (read, place) = try gathered.row(row.place) {
        try ScoreRow(
          parsing: Array(row.fields.prefix(2)) + ["0"] + scores, metrics: metrics.count,
          decimalCommas: sheet.decimalCommas)
      }
      try gathered.add(read, place)
    }
    return (metrics, gathered.rows)
  }

  private static func tidy(
    _ sheet: Sheet, _ gathered: inout GatheredRows
  ) throws -> (metrics: [String], rows: [ScoreRow]) {
    var metrics = ScoreRow.fixedMetrics
    for row in sheet.rows where !metrics.contains(row.fields[3].trimmed) { metrics.append(row.fields[3].trimmed) }
    var scores: [RowKey: [String: String]] = [:]
    var order: [(key: RowKey, leading: [String], place: String)] = []
    for row in sheet.rows {
      let (read, place) = try gathered.row(row.place) {
        try ScoreRow(parsing: Array(row.fields.prefix(3)), metrics: 0, decimalCommas: false)
      }
      if scores[read.key] == nil { order.append((read.key, Array(row.fields.prefix(3)), place)) }
      guard scores[read.key, default: [:]].updateValue(row.fields[4], forKey: row.fields[3].trimmed) == nil else {
        throw gathered.failure(place, "\(row.fields[3]) of cell \(read.index), repeat \(read.repeat) is there already")
      }
    }
    for (key, leading, place) in order {
      let (row, _) = try gathered.row(place) {
        try ScoreRow(
          parsing: leading + metrics.map { scores[key]![$0] ?? "" }, metrics: metrics.count,
          decimalCommas: sheet.decimalCommas)
      }
      try gathered.add(row, place)
    }
    return (metrics, gathered.rows)
  }

  /// The metric columns of a run directory's scores; nil if there are none, or their header is torn or not a run's.
  package static func columns(in directory: String) -> [String]? {
    guard let content = try? FileHandle(readingFile: path(in: directory))?.read(upToCount: 1 << 16),
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

  /// Where a run directory has its scores if only compressed, as a run that is kept may; nil if they are there as they are, or not at all.
  static func packedPath(in directory: String) -> String? {
    let path = path(in: directory)
    return !path.exists && "\(path).gz".exists ? "\(path).gz" : nil
  }

  /// Where a run directory has its scores.
  package static func path(in directory: String) -> String { "\(directory)/\(name)" }
}

/// Rows as they are read, no two of the same cell and repeat.
private struct GatheredRows {
  let file: String
  private(set) var rows: [ScoreRow] = []
  private var found: [RowKey: (number: Int, place: String)] = [:]

  init(file: String) { self.file = file }

  func failure(_ place: String, _ reason: String) -> StudyError {
    StudyError(.badData, "\(file): \(place): \(reason)")
  }

  /// Reads a row; what is wrong with it is an error at its place.
  func row(_ place: String, _ read: () throws -> ScoreRow) throws -> (ScoreRow, String) {
    do { return (try read(), place) } catch let error as ScoreRow.Malformed { throw failure(place, error.reason) }
  }

  mutating func add(_ row: ScoreRow, _ place: String) throws {
    guard let first = found[row.key] else {
      found[row.key] = (rows.count, place)
      rows.append(row)
      return
    }
    guard row.completes(rows[first.number]) else {
      throw failure(place, "cell \(row.index), repeat \(row.repeat) is on \(first.place) already")
    }
    rows[first.number] = row
  }
}
