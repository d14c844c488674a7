import AccuracyTables
import Files
import SearchSpaces
import Sheets

/// Accuracies of DARTS genotypes as people have them: a genotype and numbers a row, as separated text with a header or without, JSON,
/// Parquet or HDF5.
///
/// The column of genotypes is the one that begins like one. Columns of numbers are known by the header's names, or, without a header,
/// by their numbers from 1. A single column of numbers is taken for the test accuracy on CIFAR-10, which ``notes`` say.
public struct GenotypeImport: Sendable {
  /// Names of columns of genotypes, in lower case, by which a layout of JSON is recognised.
  private static let keys: Set = ["genotype", "architecture", "arch", "arch_str", "cell"]

  /// The table: the genotypes in the file's order, as ``DARTS/Genotype`` writes them.
  public let table: AccuracyTable
  /// What was taken for what, what was passed over, and what is odd, a line each.
  public let notes: [String]

  /// Reads a file; what it is shows in its content.
  ///
  /// - Parameters:
  ///   - path: the file; in separated text, genotypes are quoted, since they have commas.
  ///   - architecture: the name of the column of genotypes; nil for the first that begins like one.
  ///   - columns: names of columns of values, and where in the table these go; nil as above.
  ///   - kinds: what further targets among them are.
  /// - Throws: `FileError` naming file and line: no such file, a row that is no genotype, a genotype that was there before, a value
  ///   that is no number or no percentage.
  public init(
    readingFrom path: String, architecture: String? = nil, columns: [String: ColumnName]? = nil,
    kinds: [BenchmarkDataset: TargetKind] = [:]
  ) throws {
    let keys = Self.keys.union([architecture?.lowercased()].compactMap(\.self))
    let sheet = try Sheet(reading: path, keys: keys) { $0.contains(where: Self.isGenotype) }
    try self.init(sheet, architecture: architecture, columns: columns, kinds: kinds)
  }

  /// Reads columns of an HDF5 file by their paths.
  ///
  /// - Throws: as ``init(readingFrom:architecture:columns:kinds:)``; `HDF5Error` if it is not HDF5, or damaged.
  public init(
    hdf5 path: String, architecture: String, columns: [String: ColumnName], kinds: [BenchmarkDataset: TargetKind] = [:]
  ) throws {
    let sheet = try Sheet(hdf5: path, columns: [architecture] + columns.keys.sorted())
    try self.init(sheet, architecture: architecture, columns: columns, kinds: kinds)
  }

  private init(
    _ sheet: Sheet, architecture: String?, columns: [String: ColumnName]?, kinds: [BenchmarkDataset: TargetKind]
  ) throws {
    let (names, path) = (sheet.header, sheet.file)
    func failure(_ place: String, _ reason: String) -> FileError { FileError(reason, file: path, place: place) }
    func absent(_ name: String) -> FileError {
      failure(sheet.place, "there is no column '\(name)'; there are \(names.joined(separator: ", "))")
    }
    guard let first = sheet.rows.first else {
      throw FileError(names.isEmpty ? "is empty" : "has a header but no rows", file: path)
    }
    if let architecture, !names.contains(architecture) { throw absent(architecture) }
    guard
      let key = architecture.flatMap(names.firstIndex(of:))
        ?? first.fields.indices.first(where: { Self.isGenotype(first.fields[$0]) })
    else { throw failure(first.place, "no field is a genotype, Genotype(normal=[('sep_conv_3x3', 0), …") }
    var notes = [sheet.decimalNote].compactMap(\.self)
    let wanted = try columns ?? Self.only(sheet, key, &notes)
    let fields = try wanted.sorted { $0.key < $1.key }.map { name, column in
      guard let place = names.firstIndex(of: name), place != key else { throw absent(name) }
      return (place: place, column: column)
    }
    var (genotypes, places) = ([String](), [DARTS.Genotype: String]())
    var values = Dictionary(uniqueKeysWithValues: fields.map { ($0.column, [Double]()) })
    for row in sheet.rows {
      let genotype: DARTS.Genotype
      do { genotype = try DARTS.Genotype(parsing: row.fields[key]) } catch { throw failure(row.place, "\(error)") }
      if let earlier = places.updateValue(row.place, forKey: genotype) {
        throw failure(row.place, "the genotype is the same cell as that of \(earlier)")
      }
      genotypes.append(genotype.description)
      for (place, column) in fields {
        let text = row.fields[place].trimmed
        guard let value = sheet.number(text), !column.isAccuracy || value.isNaN || 0...100 ~= value else {
          let needed = column.isAccuracy ? "a percentage from 0 to 100" : "a number"
          throw failure(row.place, "\(names[place]) is '\(text)', where \(needed) is needed")
        }
        values[column]!.append(value)
      }
    }
    notes += fields.filter { AccuracyTable.areFractions(values[$0.column]!, of: $0.column) }.map {
      "no value of \(names[$0.place]) exceeds 1; percent is expected"
    }
    let source = path.split(separator: "/").last.map(String.init) ?? path
    table = try AccuracyTable(source: source, architectures: genotypes, columns: values, kinds: kinds)
    self.notes = notes.map { $0.hasPrefix(path) ? $0 : "\(path): \($0)" }
  }

  private static func isGenotype(_ field: String) -> Bool {
    let text = field.trimmed
    return SearchSpace(ofCell: text) == .darts || (try? DARTS.Genotype(parsing: text)) != nil
  }

  /// The only column of numbers; what counts the rows is none.
  private static func only(_ sheet: Sheet, _ key: Int, _ notes: inout [String]) throws -> [String: ColumnName] {
    let numbers = sheet.header.indices.filter { column in
      column != key && !(sheet.isUnnamed(column) && sheet.countsRows(column))
        && sheet.number(sheet.rows[0].fields[column])?.isNaN == false
    }
    guard numbers.count == 1 else {
      throw FileError(
        "has \(numbers.count) columns of numbers; say which is what, as in --map NAME=cifar10/test_accuracy",
        file: sheet.file, place: sheet.rows[0].place)
    }
    let name = sheet.header[numbers[0]]
    notes.append(
      "\(sheet.isHeadless ? "there is no header; column \(name)" : name) is taken for the test accuracy on CIFAR-10 (--map \(name)=DATASET/COLUMN says otherwise)"
    )
    return [name: ColumnName(.cifar10)]
  }
}
