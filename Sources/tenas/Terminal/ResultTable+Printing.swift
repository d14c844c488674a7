import Reports

extension ResultTable {
  /// Prints the table to standard output, as wide as the terminal at most.
  func print(_ format: Format) throws {
    let text = try text(format, width: Terminal.width)
    if format == .table { Command.print(text, terminator: "") } else { StandardOutput.write(text) }
  }
}
