import Files

extension Figure {
  /// Writes the CSV and the specification that refers to it, replacing files of these names; makes the directory if it is
  /// missing.
  ///
  /// - Throws: `FileError` naming what could not be written.
  public func write(to directory: String) throws {
    try AtomicFile.makeDirectory(directory)
    try AtomicFile.write(data.csv, to: "\(directory)/\(csvName)")
    try AtomicFile.write(specification.text(), to: "\(directory)/\(specificationName)")
  }
}
