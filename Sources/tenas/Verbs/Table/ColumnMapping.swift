import AccuracyTables
import ArgumentParser

/// `NAME=COLUMN`: a name in a file's header, and the column of a table it becomes.
struct ColumnMapping: ExpressibleByArgument {
  let name: String
  let column: ColumnName

  /// Reads `NAME=DATASET/COLUMN`, `NAME=DATASET/epochs12/COLUMN` or `NAME=costs/DATASET/COLUMN`; the last `=` divides.
  init?(argument: String) {
    guard let divider = argument.lastIndex(of: "="), divider > argument.startIndex else { return nil }
    var parts = argument[argument.index(after: divider)...].split(separator: "/", omittingEmptySubsequences: false)
    var section = ColumnName.Section.epochs200
    if parts.count == 3, parts[0] == "costs" {
      section = .costs
      parts.removeFirst()
    } else if parts.count == 3, parts[1] == "epochs12" {
      section = .epochs12
      parts.remove(at: 1)
    }
    guard parts.count == 2, let dataset = BenchmarkDataset(rawValue: String(parts[0])), !parts[1].isEmpty,
      parts[1].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }), !parts[1].hasSuffix("_by_seed")
    else { return nil }
    name = String(argument[..<divider])
    column = ColumnName(dataset, String(parts[1]), section: section)
  }
}
