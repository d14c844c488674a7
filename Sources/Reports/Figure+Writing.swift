import Foundation

extension Figure {
  /// Writes the CSV and the specification that refers to it, replacing files of these names.
  ///
  /// - Throws: ``ReportError`` naming the file that could not be written.
  public func write(to directory: String) throws {
    try data.writeCSV(to: "\(directory)/\(csvName)")
    try OutputFile.write(specification.text(), to: "\(directory)/\(specificationName)")
  }
}

extension DataTable {
  /// Writes the table as CSV, replacing the file whole.
  ///
  /// - Throws: ``ReportError`` naming the file if it could not be written.
  public func writeCSV(to path: String) throws { try OutputFile.write(csv, to: path) }
}

/// Text files that are replaced whole.
enum OutputFile {
  /// Writes a file, and makes its directory if it is missing.
  static func write(_ text: String, to path: String) throws {
    let file = URL(filePath: path)
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file, options: .atomic)
    } catch {
      throw ReportError(.inputOutput, "\(path): cannot be written: \(error.localizedDescription)")
    }
  }
}
