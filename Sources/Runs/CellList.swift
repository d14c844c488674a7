import Files
import Foundation
import Scores
import SearchSpaces
import Sheets

/// The names of cells, as a list or a table has them, and where they are.
struct CellList {
  let file: String
  let names: [(name: String, place: String)]

  /// Reads a list: a name a line, a JSON list of names, or a table with a column of cells; or takes a cell's name for itself.
  ///
  /// - Throws: ``StudyError`` or `FileError` if there is no such file, or it is no list.
  init(_ path: String, space: SearchSpace) throws {
    file = path
    guard path == InputFile.standardInput || path.exists else {
      guard SearchSpace(ofCell: path) != nil || "([".contains(path.first ?? "x") || Int(path) != nil else {
        throw StudyError(.noSuchFile, "\(path): no such file")
      }
      names = [(path, "the name")]
      return
    }
    let input = try InputFile(reading: path)
    if [.hdf5, .parquet].contains(input.container) {
      names = try Self.column(Sheet(reading: path, keys: ScoreTable.keyNames))
      return
    }
    let text = try input.text()
    if JSONDocument.recognises(text), let document = try? JSONDocument(text, file: path) {
      names = try Self.names(in: document)
    } else if let sheet = try? Sheet(text: text, file: path), Self.place(in: sheet) != nil {
      names = try Self.column(sheet)
    } else {
      names = try Self.lines(text, file: path)
    }
  }

  private static func lines(_ bytes: [UInt8], file: String) throws -> [(String, String)] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw StudyError(.badData, "\(file): is not UTF-8")
    }
    return zip(1..., text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)).compactMap {
      number, line in
      let name = String(line).trimmed
      // A header of one name is what a table of one column begins with.
      guard !name.isEmpty, number > 1 || !ScoreTable.keyNames.contains(name.lowercased()) else { return nil }
      return (name, "line \(number)")
    }
  }

  /// A list of names, or of tuples; a cell that begins with a bracket is one itself.
  private static func names(in document: JSONDocument) throws -> [(String, String)] {
    if let list = document.root as? [Any], !list.contains(where: { $0 is [String: Any] }) {
      let isOne = list.count == 6 && list.allSatisfy { $0 is NSNumber }
      return (isOne ? [list] : list).enumerated().map { number, item in
        (
          (item as? [Any]).map { "(\($0.map { "\($0)" }.joined(separator: ", ")))" } ?? "\(item)",
          isOne ? "line 1" : "item \(number)"
        )
      }
    }
    return try column(Sheet(json: document, keys: ScoreTable.keyNames))
  }

  /// The column that names the cells; nil if there is none, or the first line is a cell, and no header.
  private static func place(in sheet: Sheet) -> Int? {
    sheet.header.firstIndex { ScoreTable.keyNames.contains($0.lowercased()) }
  }

  private static func column(_ sheet: Sheet) throws -> [(String, String)] {
    guard let column = place(in: sheet) else {
      throw StudyError(
        .badData, "\(sheet.file): \(sheet.place): no column names the cells; call it architecture, index or tuple")
    }
    return sheet.rows.map { ($0.fields[column].trimmed, $0.place) }
  }
}
