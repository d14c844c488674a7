import AccuracyTables
import Foundation

extension ScoreTable {
  /// Reads JSON in NAS-Bench-Suite-Zero's layout, `{data set: {cell: {metric: {"score": number, …}, …}, …}, …}`; the level of
  /// data sets may be missing, and a score may be a number instead of an object.
  ///
  /// With several data sets each score is compared with accuracy on its own. Beside scores that are objects, plain numbers
  /// (`id`, `val_accuracy`) are passed over. `NaN` and `Infinity`, which Python writes, are read, and so is a number too large for
  /// float64, as an infinity.
  init(json path: String, of list: CellList) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw StudyError(.inputOutput, "\(path): cannot be read")
    }
    let parsed: Any
    do {
      parsed = try JSONSerialization.jsonObject(with: Data(PythonJSON.standardised(Array(data))))
    } catch {
      throw StudyError(.badData, "\(path): is not JSON: \((error as NSError).userInfo["NSDebugDescription"] ?? error)")
    }
    guard let root = parsed as? [String: Any] else {
      throw StudyError(
        .badData, "\(path): is not an object; {data set: {cell: {metric: {\"score\": number}}}} is needed")
    }
    let groups = root.filter { (try? CellKey($0.key, of: list)) == nil && Self.dataset($0.key) != nil }
    guard !groups.isEmpty else {
      self = try Self.read(root, of: list, path: path, place: "")
      return
    }
    (columns, notes, cells) = ([], [], list)
    for (name, group) in groups.sorted(by: { Self.dataset($0.key)! < Self.dataset($1.key)! }) {
      guard let group = group as? [String: Any] else {
        throw StudyError(.badData, "\(path): \(name): is not an object of cells")
      }
      let table = try Self.read(group, of: list, path: path, place: "\(name): ")
      columns += table.columns.map { column in
        var column = column
        if groups.count > 1 { column.dataset = Self.dataset(name) }
        return column
      }
      notes += table.notes
    }
    let others = root.keys.filter { groups[$0] == nil }.sorted()
    if !others.isEmpty {
      notes.append("\(path): passed over, as they are no data sets of the benchmark: \(others.joined(separator: ", "))")
    }
  }

  private static func dataset(_ name: String) -> BenchmarkDataset? { BenchmarkDataset(rawValue: name.lowercased()) }

  /// Reads `{cell: {metric: score}}`.
  private static func read(
    _ cells: [String: Any], of list: CellList, path: String, place: String
  ) throws -> ScoreTable {
    func failure(_ key: String, _ reason: String) -> StudyError {
      StudyError(.badData, "\(path): \(place)\(key): \(reason)")
    }
    var entries: [(key: String, scores: [String: Any])] = []
    for (key, value) in cells.sorted(by: { $0.key < $1.key }) {
      guard let scores = value as? [String: Any] else { throw failure(key, "is not an object of scores by metric") }
      entries.append((key, scores))
    }
    func isScored(_ value: Any) -> Bool { (value as? [String: Any])?["score"] != nil }
    let hasObjects = entries.contains { $0.scores.values.contains(where: isScored) }
    let names = Set(entries.flatMap(\.scores.keys))
    let metrics = names.filter { name in
      !hasObjects || entries.contains { $0.scores[name].map(isScored) ?? false }
    }.sorted()
    var rows = ScoreRows(file: path, metrics: metrics, cells: list)
    for (key, scores) in entries {
      let cell: CellKey
      do { cell = try CellKey(key, of: list) } catch { throw failure(key, "\(error)") }
      let numbers = try metrics.map { metric in
        let value = scores[metric].map { ($0 as? [String: Any])?["score"] ?? $0 }
        guard let number = number(value) else {
          throw failure(key, "\(metric) is \(value.map { "'\($0)'" } ?? "missing"), which is not a number")
        }
        return number
      }
      try rows.add(cell, scores: numbers, place: "\(place)\(key)")
    }
    let passed = names.subtracting(metrics).sorted().joined(separator: ", ")
    return try rows.table(
      notes: passed.isEmpty ? [] : ["\(path): \(place)passed over, as they have no \"score\": \(passed)"])
  }

  /// A JSON value as a number; NaN for null and what is missing.
  private static func number(_ value: Any?) -> Double? {
    switch value {
    case nil, is NSNull: .nan
    case let number as NSNumber: number.doubleValue
    case PythonJSON.infinity as String: .infinity
    case PythonJSON.minusInfinity as String: -.infinity
    default: nil
    }
  }
}

/// JSON as Python writes and reads it: with `NaN`, `Infinity` and `-Infinity`, which the standard does not have, and with
/// numbers such as `1e999`, which are infinite.
private enum PythonJSON {
  static let infinity = "Infinity"
  static let minusInfinity = "-Infinity"

  /// The same document with `null` for NaN and strings for the infinities.
  static func standardised(_ bytes: [UInt8]) -> [UInt8] {
    let replacements = [("NaN", "null"), (infinity, "\"\(infinity)\""), (minusInfinity, "\"\(minusInfinity)\"")]
      .map { (Array($0.0.utf8), Array($0.1.utf8)) }
    let quote = UInt8(ascii: "\"")
    var (result, place, isInString) = ([UInt8](), 0, false)
    result.reserveCapacity(bytes.count)
    while place < bytes.count {
      let byte = bytes[place]
      if isInString, byte == UInt8(ascii: "\\"), place + 1 < bytes.count {
        result += [byte, bytes[place + 1]]
        place += 2
        continue
      }
      if byte == quote { isInString.toggle() }
      let starts = !isInString && (byte == UInt8(ascii: "N") || byte == UInt8(ascii: "I") || byte == UInt8(ascii: "-"))
      if starts, let (token, replacement) = replacements.first(where: { bytes[place...].starts(with: $0.0) }) {
        result += replacement
        place += token.count
      } else if !isInString, isNumeric(byte) {
        let number = bytes[place...].prefix(while: isNumeric)
        let value = Double(String(decoding: number, as: UTF8.self)) ?? 0
        result += value.isFinite ? number : ArraySlice("\"\(value < 0 ? minusInfinity : infinity)\"".utf8)
        place += number.count
      } else {
        result.append(byte)
        place += 1
      }
    }
    return result
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }
}
