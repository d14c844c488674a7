import AccuracyTables
import ArgumentParser

/// `NAME=COLUMN`: a name in a file's header, and the column of a table it becomes.
struct ColumnMapping: ExpressibleByArgument {
  let name: String
  let column: ColumnName
  /// What a further target is.
  let kind: TargetKind?

  /// Reads `NAME=DATASET/COLUMN`, `NAME=DATASET/epochs12/COLUMN`, `NAME=costs/DATASET/COLUMN` or `NAME=targets/TARGET:UNIT:DIRECTION`;
  /// the last `=` divides.
  init?(argument: String) {
    guard let divider = argument.lastIndex(of: "="), divider > argument.startIndex else { return nil }
    var parts = argument[argument.index(after: divider)...].split(separator: "/", omittingEmptySubsequences: false)
    name = String(argument[..<divider])
    if parts.count >= 2, parts[0] == "targets" {
      // A unit may have a slash: images/s.
      let words = parts.dropFirst().joined(separator: "/").split(separator: ":", omittingEmptySubsequences: false)
      guard words.count == 3, let target = BenchmarkDataset(target: String(words[0])),
        let direction = TargetKind.Direction(rawValue: String(words[2]))
      else { return nil }
      (column, kind) = (ColumnName(target), TargetKind(unit: String(words[1]), direction: direction))
      return
    }
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
    (column, kind) = (ColumnName(dataset, String(parts[1]), section: section), nil)
  }
}
