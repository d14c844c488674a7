import AccuracyTables
import Foundation
import Sheets

extension ScoreTable {
  /// Reads JSON in NAS-Bench-Suite-Zero's layout, `{data set: {cell: {metric: {"score": number, …}, …}, …}, …}`; the level of
  /// data sets may be missing, and a score may be a number instead of an object.
  ///
  /// The layouts that pandas gives a table are read, too (`Sheet`).
  ///
  /// With several data sets each score is compared with accuracy on its own. Beside scores that are objects, plain numbers
  /// (`id`, `val_accuracy`) are passed over. `NaN` and `Infinity`, which Python writes, are read, and so is a number too large for
  /// float64, as an infinity.
  init(json document: JSONDocument, of list: CellList) throws {
    let path = document.file
    if let sheet = try Sheet.table(document, keys: Self.keyNames) {
      self = try ScoreTable(sheet, of: list)
      return
    }
    guard let root = document.root as? [String: Any] else {
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
    if groups.count == 1, let name = groups.keys.first {
      notes.append("\(path): its scores are of \(name); beside another data set's accuracy they say less")
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
        guard let number = JSONDocument.number(value) else {
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
}
