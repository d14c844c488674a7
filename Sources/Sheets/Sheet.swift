import Files

/// A table of named columns, out of anyone's file.
///
/// ```swift
/// let sheet = try Sheet(reading: "scores.csv.gz", keys: ["arch"])
/// sheet.header                                            // ["arch", "score"]
/// sheet.number(sheet.rows[0].fields[1])                   // 91.4, written 91.4 or, between semicolons, 91,4
/// ```
package struct Sheet: Sendable {
  /// A row.
  package struct Row: Sendable {
    /// Where it is, for messages: `line 7`, `record 3`, `row 0`.
    package let place: String
    /// A field a column; empty where there is nothing.
    package let fields: [String]
  }

  /// The file's path, as it was given.
  package let file: String
  /// The names of the columns, without blanks around them; all distinct, but for columns without a name.
  package let header: [String]
  /// Where the header is, for messages.
  package let place: String
  /// The rows, blank ones left out.
  package let rows: [Row]
  /// Whether a comma may stand for the point of a number.
  package let decimalCommas: Bool
  /// Whether the file has no header, and the columns are called by their numbers from 1.
  package let isHeadless: Bool

  /// Reads a file. What it is shows in its content.
  ///
  /// - Parameters:
  ///   - path: the file; `-` is standard input.
  ///   - keys: names, in lower case, that a column which names the row's subject may have.
  ///   - isRow: whether the first record of a text is a row already, and no header.
  /// - Throws: `FileError`, `HDF5Error` or `DataPackageError` naming the file, the place, and what would be right.
  package init(
    reading path: String, keys: Set<String>, isRow: ([String]) -> Bool = { _ in false }
  ) throws {
    let input = try InputFile(reading: path)
    switch input.container {
    case .parquet: try self.init(text: ParquetFile.text(of: input), file: path)
    case .hdf5: try self.init(columns: Columns(of: path), keys: keys)
    default:
      let text = try input.text()
      if JSONDocument.recognises(text) {
        try self.init(json: JSONDocument(text, file: path), keys: keys)
      } else {
        try self.init(text: text, file: path, isRow: isRow)
      }
    }
  }

  /// Reads separated text.
  package init(text: [UInt8], file: String, isRow: ([String]) -> Bool = { _ in false }) throws {
    var reader = CSVReader(text: text, file: file)
    var first = try reader.next()
    var rows: [Row] = []
    let isHeadless = first.map { isRow($0.fields) } ?? false
    if let record = first, isHeadless {
      rows.append(Row(place: "line \(record.line)", fields: record.fields))
      first = CSVReader.Record(line: record.line, fields: record.fields.indices.map { "\($0 + 1)" })
    }
    var width = first?.fields.count ?? 0
    // Columns at the end without a name, which a separator too many leaves, are none if nothing is in them.
    let named = (first?.fields.lastIndex { !$0.isBlank }).map { $0 + 1 } ?? 0
    while let record = try reader.next() {
      var fields = record.fields
      while fields.count > width, fields.last?.isBlank == true { fields.removeLast() }
      if fields.count < width, fields.count >= named {
        fields += Array(repeating: "", count: width - fields.count)
      }
      guard fields.count == width else {
        throw FileError(
          "has \(fields.count) fields, where the header has \(width)", file: file, place: "line \(record.line)")
      }
      rows.append(Row(place: "line \(record.line)", fields: fields))
    }
    var header = first?.fields ?? []
    if named < width, rows.allSatisfy({ row in row.fields[named...].allSatisfy(\.isBlank) }) {
      header = Array(header[..<named])
      rows = rows.map { Row(place: $0.place, fields: Array($0.fields[..<named])) }
      width = named
    }
    try self.init(
      file: file, header: header, place: "line \(first?.line ?? 1)", rows: rows,
      decimalCommas: reader.hasDecimalCommas, isHeadless: isHeadless)
  }

  /// A table of columns that were read.
  init(
    file: String, header: [String], place: String, rows: [Row], decimalCommas: Bool = false, isHeadless: Bool = false
  ) throws {
    let names = header.map(\.trimmed)
    let known = names.filter { !$0.isEmpty }
    guard Set(known).count == known.count else {
      let twice = known.first { name in known.count { $0 == name } > 1 } ?? ""
      throw FileError("the header names '\(twice)' twice; give the columns distinct names", file: file, place: place)
    }
    (self.file, self.header, self.place, self.rows) = (file, names, place, rows)
    (self.decimalCommas, self.isHeadless) = (decimalCommas, isHeadless)
  }

  /// The number in a field; NaN if there is none, nil if it is no number.
  package func number(_ field: String) -> Double? { CSV.number(in: field, decimalCommas: decimalCommas) }

  /// Whether a column has no name of its own; pandas calls such a one `Unnamed: 0` when it reads it again.
  package func isUnnamed(_ column: Int) -> Bool { header[column].isEmpty || header[column].hasPrefix("Unnamed: ") }

  /// Whether a column counts the rows, 0, 1, 2, …, as the index does that pandas writes unless told otherwise.
  package func countsRows(_ column: Int) -> Bool {
    rows.enumerated().allSatisfy { number, row in Int(row.fields[column].trimmed) == number }
  }

  /// A note on numbers that were read with a decimal comma, with an example; nil if none was.
  package var decimalNote: String? {
    guard decimalCommas else { return nil }
    for row in rows {
      guard
        let field = row.fields.first(where: { $0.contains(",") && Double($0.trimmed) == nil && number($0) != nil })
      else { continue }
      return "\(file): commas in numbers are read as points: '\(field.trimmed)' as \(CSV.number(number(field)))"
    }
    return nil
  }
}
