import Files

extension ScoreTable {
  /// Headers of columns that name the cell; without any of them the first column does.
  static let keyColumns = [
    "architecture", "architecturestring", "arch", "arch_str", "net", "net_str", "cell", "index", "tuple",
  ]

  /// Reads a wide CSV file: a header, one row a cell, one column a metric.
  init(csv path: String, of cells: CellList) throws {
    let file = try WideCSV(path: path)
    var rows = ScoreRows(file: path, metrics: file.metrics.map { file.header[$0] }, cells: cells)
    var kinds: [Int: (CellKey.Kind, Int)] = [:]
    for record in file.records {
      let place = "line \(record.line)"
      let keys = try file.keys.map { column in
        let key: CellKey
        do { key = try CellKey(record.fields[column], of: cells) } catch { throw rows.failure(place, "\(error)") }
        if let (kind, line) = kinds[column], kind != key.kind {
          throw rows.failure(
            place,
            "\(file.header[column]) is \(key.kind.rawValue), but on line \(line) \(kind.rawValue); a file needs keys of one kind"
          )
        }
        if kinds[column] == nil { kinds[column] = (key.kind, record.line) }
        return key
      }
      if let other = keys.firstIndex(where: { $0.index != keys[0].index }) {
        throw rows.failure(
          place,
          "\(file.header[file.keys[0]]) is cell \(keys[0].index), but \(file.header[file.keys[other]]) is cell \(keys[other].index)"
        )
      }
      let scores = try file.metrics.map { column in
        guard let score = WideCSV.number(record.fields[column]) else {
          throw rows.failure(place, "\(file.header[column]) is '\(record.fields[column])', which is not a number")
        }
        return score
      }
      try rows.add(keys[0], scores: scores, place: place)
    }
    self = try rows.table(notes: file.notes)
  }
}

/// A CSV file with a header, and which of its columns hold keys and numbers.
private struct WideCSV {
  let header: [String]
  let records: [CSVReader.Record]
  let keys, metrics: [Int]
  let notes: [String]

  init(path: String) throws {
    var reader = try CSVReader(path: path)
    let header = try reader.next()?.fields.map(\.trimmed) ?? []
    guard header.count >= 2, Set(header).count == header.count else {
      throw StudyError(
        .badData, "\(path): line 1: a header of distinct names is needed: one that names the cell, one a metric")
    }
    var records: [CSVReader.Record] = []
    while let record = try reader.next() {
      guard record.fields.count == header.count else {
        throw StudyError(
          .badData,
          "\(path): line \(record.line): has \(record.fields.count) fields, where the header has \(header.count)")
      }
      records.append(record)
    }
    let named = header.indices.filter { ScoreTable.keyColumns.contains(header[$0].lowercased()) }
    let keys = named.isEmpty ? [0] : named
    let others = header.indices.filter { !keys.contains($0) }
    func hasNumbers(_ column: Int) -> Bool {
      records.contains { Self.number($0.fields[column])?.isNaN == false }
    }
    metrics = others.filter(hasNumbers)
    let passed = others.filter { !hasNumbers($0) }.map { header[$0] }
    notes =
      passed.isEmpty ? [] : ["\(path): passed over, as there is no number in them: \(passed.joined(separator: ", "))"]
    (self.header, self.records, self.keys) = (header, records, keys)
  }

  /// A field as a number, NaN if it is empty; nil if it is neither.
  static func number(_ field: String) -> Double? {
    if let number = Double(field) { return number }
    let field = field.trimmed
    return field.isEmpty ? .nan : Double(field)
  }
}
