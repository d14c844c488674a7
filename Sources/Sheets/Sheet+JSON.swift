import Files
import Foundation

extension Sheet {
  /// Reads the layouts that pandas gives a table: a list of records, or records by name; columns of values, listed or by name; `split` and
  /// `table`; records one a line.
  ///
  /// - Throws: `FileError` if it is no such layout.
  package init(json document: JSONDocument, keys: Set<String>) throws {
    guard let sheet = try Self.table(document, keys: keys) else {
      throw FileError("is JSON of no known layout; a list of records, one a cell, is needed", file: document.file)
    }
    self = sheet
  }

  /// The same; nil if the document has none of these layouts.
  package static func table(_ document: JSONDocument, keys: Set<String>) throws -> Sheet? {
    let file = document.file
    switch document.root {
    case let list as [Any]: return try records(list, file: file)
    case let root as [String: Any]:
      guard root["nbformat"] == nil else {
        throw FileError("is a notebook; its scores are in the run that it was made from", file: file)
      }
      if let columns = root["columns"] as? [String], let data = root["data"] as? [[Any]] {
        return try split(columns, data, index: root["index"] as? [Any], file: file)
      }
      if root["schema"] != nil, let data = root["data"] as? [Any] { return try records(data, file: file) }
      if root.keys.contains(where: { keys.contains($0.lowercased()) }) { return try columns(root, file: file) }
      let inner = root.values.compactMap { $0 as? [String: Any] }
      if inner.count == root.count, inner.contains(where: { $0.keys.contains { keys.contains($0.lowercased()) } }) {
        return try records(root.sorted { Self.isBefore($0.key, $1.key) }.map(\.value), file: file)
      }
      return nil
    default: return nil
    }
  }

  /// Numbers in their order, texts after them.
  private static func isBefore(_ a: String, _ b: String) -> Bool {
    switch (Int(a), Int(b)) {
    case (let a?, let b?): a < b
    case (nil, nil): a < b
    case (let number, _): number != nil
    }
  }

  private static func records(_ list: [Any], file: String) throws -> Sheet {
    var names: Set<String> = []
    let records = try list.enumerated().map { number, item in
      guard let record = item as? [String: Any] else {
        throw FileError("is no record; a list of records, one a cell, is needed", file: file, place: "record \(number)")
      }
      names.formUnion(record.keys)
      return record
    }
    let header = names.sorted()
    return try Sheet(
      file: file, header: header, place: "record 0",
      rows: try records.enumerated().map { number, record in
        Row(
          place: "record \(number)",
          fields: try header.map { try field(record[$0], of: $0, file: file, place: "record \(number)") })
      })
  }

  private static func split(_ columns: [String], _ data: [[Any]], index: [Any]?, file: String) throws -> Sheet {
    let rows = try data.enumerated().map { number, values in
      let place = "row \(number)"
      guard values.count == columns.count, index == nil || index!.count == data.count else {
        throw FileError("has \(values.count) values of \(columns.count) columns", file: file, place: place)
      }
      let fields = try zip(columns, values).map { try field($1, of: $0, file: file, place: place) }
      return Row(place: place, fields: (index.map { [JSONDocument.field($0[number]) ?? ""] } ?? []) + fields)
    }
    return try Sheet(file: file, header: (index == nil ? [] : [""]) + columns, place: "columns", rows: rows)
  }

  private static func columns(_ root: [String: Any], file: String) throws -> Sheet {
    let header = root.keys.sorted()
    func failure(_ name: String, _ reason: String) -> FileError { FileError(reason, file: file, place: name) }
    if header.allSatisfy({ root[$0] is [Any] }) {
      let lists = header.map { root[$0] as! [Any] }
      if let place = lists.indices.first(where: { lists[$0].count != lists[0].count }) {
        throw failure(header[place], "has \(lists[place].count) values, where \(header[0]) has \(lists[0].count)")
      }
      return try Sheet(
        file: file, header: header, place: "columns",
        rows: try lists[0].indices.map { row in
          Row(
            place: "row \(row)",
            fields: try zip(header, lists).map { try field($1[row], of: $0, file: file, place: "row \(row)") })
        })
    }
    let columns = try header.map { name in
      guard let column = root[name] as? [String: Any] else { throw failure(name, "is no column of values by row") }
      return column
    }
    let rows = Set(columns.flatMap(\.keys)).sorted(by: isBefore)
    return try Sheet(
      file: file, header: header, place: "columns",
      rows: try rows.map { row in
        Row(
          place: "row \(row)",
          fields: try zip(header, columns).map { try field($1[row], of: $0, file: file, place: "row \(row)") })
      })
  }

  private static func field(_ value: Any?, of name: String, file: String, place: String) throws -> String {
    guard let field = JSONDocument.field(value) else {
      throw FileError("\(name) is an object, where a number or a text is needed", file: file, place: place)
    }
    return field
  }
}
