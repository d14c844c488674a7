extension AccuracyTableSummary {
  /// The summary for a terminal: one line a column, with its range and its best cells.
  public var text: String {
    var lines = [
      "source      \(source)", "cells       \(cells)",
      "data sets   \(datasets.map(\.rawValue).joined(separator: ", "))",
    ]
    for (name, kind) in targets {
      let unit = kind.unit.isEmpty ? "" : "in \(kind.unit), "
      lines.append("target      \(name), \(unit)\(kind.direction.rawValue) is better")
    }
    for column in columns {
      lines.append("")
      lines.append("\(column.name)")
      var line = "  known     \(column.known) of \(column.total)"
      if let minimum = column.minimum, let mean = column.mean, let maximum = column.maximum {
        line += "; minimum \(Self.decimal(minimum)), mean \(Self.decimal(mean)), maximum \(Self.decimal(maximum))"
      }
      lines.append(line)
      for cell in column.best.prefix(Self.shownBest) {
        lines.append("  best      \(Self.decimal(cell.value))  cell \(cell.index)  \(cell.architecture)")
      }
      let more = column.best.count - Self.shownBest
      if more > 0 { lines.append("            and \(more) more cells") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Cells named where many share the best value.
  private static let shownBest = 3

  /// Three decimals at most.
  private static func decimal(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
