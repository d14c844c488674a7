import AccuracyTables
import Files
import Metrics
import SearchSpaces
import Sheets

extension ScoreTable {
  /// Headers of columns that name the cell; without any of them the first column does.
  package static let keyColumns = [
    "architecture", "architectures", "architecturestring", "arch", "arch_str", "net", "net_str", "cell", "index",
    "tuple",
    "tuples",
  ]

  package static let keyNames = Set(keyColumns)

  /// Reads a wide table: one row a cell, one column a metric.
  init(_ sheet: Sheet, of cells: CellList) throws {
    let parts = try SheetParts(sheet, of: cells)
    var rows = ScoreRows(file: sheet.file, metrics: parts.metrics.map { sheet.header[$0] }, cells: cells)
    var kinds: [Int: (CellKey.Kind, String)] = [:]
    for row in sheet.rows {
      let keys = try parts.keys.map { column in
        let key: CellKey
        do { key = try CellKey(row.fields[column], of: cells) } catch { throw rows.failure(row.place, "\(error)") }
        if let (kind, place) = kinds[column], kind != key.kind {
          throw rows.failure(
            row.place,
            "\(sheet.header[column]) is \(key.kind.rawValue), but on \(place) \(kind.rawValue); a file needs keys of one kind"
          )
        }
        if kinds[column] == nil { kinds[column] = (key.kind, row.place) }
        return key
      }
      if let other = keys.firstIndex(where: { $0.index != keys[0].index }) {
        throw rows.failure(
          row.place,
          "\(sheet.header[parts.keys[0]]) is cell \(keys[0].index), but \(sheet.header[parts.keys[other]]) is cell \(keys[other].index)"
        )
      }
      let scores = try parts.metrics.map { column in
        guard let score = sheet.number(row.fields[column]) else {
          throw rows.failure(row.place, "\(sheet.header[column]) is '\(row.fields[column])', which is not a number")
        }
        return score
      }
      try rows.add(keys[0], scores: scores, place: row.place)
    }
    self = try rows.table(notes: parts.notes)
    if parts.isExport {
      for place in columns.indices {
        columns[place].direction = MetricTable.entry(named: columns[place].name)?.description.direction
      }
    }
  }

  /// What is odd about scores, a line each.
  static func doubts(_ columns: [ScoreColumn], file: String) -> [String] {
    columns.filter { $0.name == Kappa.description.name }.compactMap { column in
      let low = column.values.count { $0 < 1 }
      return low > 0 ? "\(file): \(lowKappa(low))" : nil
    }
  }

  /// What is odd about κ below 1.
  static func lowKappa(_ cells: Int) -> String {
    "kappa is below 1 for \(cells) cells, which no condition number is; is it a logarithm, or negated?"
  }
}

/// Which columns of a table hold keys and scores.
private struct SheetParts {
  let keys, metrics: [Int]
  let notes: [String]
  /// Whether this is what `tenas export` writes, with a deviation beside each mean.
  let isExport: Bool

  init(_ sheet: Sheet, of cells: CellList) throws {
    let header = sheet.header
    guard header.count >= 2 else {
      throw StudyError(
        .badData,
        "\(sheet.file): \(sheet.place): a header of distinct names is needed, parted by commas, semicolons or tabs: one that names the cell, one a metric"
      )
    }
    let named = header.indices.filter { ScoreTable.keyColumns.contains(header[$0].lowercased()) }
    let keys = named.isEmpty ? [0] : named
    var passed: [(reason: String, columns: [String])] = []
    func pass(_ reason: String, _ columns: [String]) {
      if !columns.isEmpty { passed.append((reason, columns)) }
    }
    isExport = header.starts(with: ["index", "architecture", "repeats"])
    var others = header.indices.filter { !keys.contains($0) }
    func leave(_ reason: String, where isLeft: (Int) -> Bool) {
      pass(reason, others.filter(isLeft).map { header[$0].isEmpty ? "column \($0 + 1)" : header[$0] })
      others.removeAll(where: isLeft)
    }
    leave("as they have no name", where: sheet.isUnnamed)
    let names = Set(header)
    if isExport {
      let known = Set(["repeats", CombinedRank.name])
      leave("as they are no metrics") { known.contains(header[$0]) || Self.isAccuracy(header[$0]) }
    }
    leave("as they are the spread of a metric, or a count") { Self.isSpread(header[$0], among: names) }
    func hasNumbers(_ column: Int) -> Bool {
      sheet.rows.contains { sheet.number($0.fields[column])?.isNaN == false }
    }
    metrics = others.filter(hasNumbers)
    leave("as there is no number in them") { !hasNumbers($0) }
    var notes = passed.map { "\(sheet.file): passed over, \($0.reason): \($0.columns.joined(separator: ", "))" }
    if named.isEmpty, sheet.isUnnamed(0), sheet.countsRows(0) {
      notes.append(
        "\(sheet.file): the first column has no name and counts the rows; its numbers are taken for the cells' indices")
    }
    // An index beside a genotype counts a run's own list, which need not be the table's.
    let genotypes = keys.filter { column in
      cells.space == .darts && sheet.rows.first.flatMap { SearchSpace(ofCell: $0.fields[column].trimmed) } == .darts
    }
    self.keys = genotypes.isEmpty ? keys : genotypes
    self.notes = notes + [sheet.decimalNote].compactMap(\.self)
  }

  /// What `csv-wide` calls an accuracy of a table: `cifar10_test_accuracy`.
  private static func isAccuracy(_ name: String) -> Bool {
    BenchmarkDataset.allCases.contains { name.hasPrefix("\($0)_") } && name.contains("accuracy")
  }

  /// Whether a name says that the column is the spread of another, or how many numbers that is the mean of.
  private static func isSpread(_ name: String, among names: Set<String>) -> Bool {
    let lower = name.lowercased()
    for mark in ["sd", "std", "stdev", "stddev", "stderr", "sem", "sigma", "var", "variance", "count"] {
      for suffix in ["_\(mark)", ".\(mark)", "-\(mark)", " \(mark)"] where lower.hasSuffix(suffix) {
        let base = String(name.dropLast(suffix.count))
        if ["", "_mean", ".mean", "-mean", " mean", "_avg"].contains(where: { names.contains(base + $0) }) {
          return true
        }
      }
      let prefix = "\(mark)_"
      if lower.hasPrefix(prefix), names.contains(String(name.dropFirst(prefix.count))) { return true }
    }
    return false
  }
}
