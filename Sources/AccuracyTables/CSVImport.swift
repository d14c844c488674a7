import Files
import Sheets

/// The official table of test accuracies as comma-separated values, brought into the benchmark's order.
///
/// The header names the columns, in any order, however they are capitalised: `ArchitectureString`, and at least one of
/// `CIFAR10TestAccuracy200Epochs`, `CIFAR100TestAccuracy200Epochs` and `ImageNetTestAccuracy200Epochs`; others are
/// passed over. Rows may come in any order. An empty field (or `nan`) is an unknown accuracy. A file with other names is
/// read with a ``Layout`` of its own.
public struct CSVImport: Sendable {
  /// The header's accuracy columns, and where their values go: test accuracy after 200 epochs, in percent.
  public static let accuracyColumns: [String: BenchmarkDataset] = [
    "CIFAR10TestAccuracy200Epochs": .cifar10,
    "CIFAR100TestAccuracy200Epochs": .cifar100,
    "ImageNetTestAccuracy200Epochs": .imagenet16,
  ]

  /// Which of the header's names mean what.
  public struct Layout: Sendable {
    /// The name of the column of architecture strings.
    public var architecture: String
    /// The names of columns of values, and where in the table these go; accuracies are in percent.
    public var columns: [String: ColumnName]
    /// What further targets among them are.
    public var kinds: [BenchmarkDataset: TargetKind]

    /// A layout of these names.
    public init(architecture: String, columns: [String: ColumnName], kinds: [BenchmarkDataset: TargetKind] = [:]) {
      self.architecture = architecture
      self.columns = columns
      self.kinds = kinds
    }

    /// The official table's.
    public static let official = Layout(
      architecture: "ArchitectureString", columns: accuracyColumns.mapValues { ColumnName($0) })
  }

  /// The table: every architecture of the order, NaN where the file had nothing.
  public let table: AccuracyTable
  /// How many architectures the file did not have at all.
  public let absentArchitectures: Int
  /// How many fields were empty in the rows it had.
  public let emptyFields: Int
  /// What is odd about the file, a line each, without its name.
  public let notes: [String]

  /// Names of columns of architectures, in lower case.
  private static let keys: Set = ["architecturestring", "architecture", "arch", "arch_str", "net", "index", "tuple"]

  /// Reads a file: separated text, JSON, Parquet, or HDF5, whose columns the layout names by their paths.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - order: all architecture strings in the benchmark's index order.
  ///   - layout: what the header's names mean; each that is given must be there, of the official ones at least one.
  ///   - source: the table's `source`; the file's own name if nil.
  ///   - naming: the architecture string that a text stands for, where it is another way to name a cell.
  /// - Throws: `FileError` naming file and line: no such file; a header without the columns; a row with the
  ///   wrong number of fields, an unknown or repeated architecture, or an accuracy that is no percentage.
  public init(
    readingFrom path: String, order: [String], layout: Layout? = nil, source: String? = nil,
    naming: (String) throws -> String = { $0 }
  ) throws {
    let sheet = try Sheet(reading: path, keys: Self.keys.union(layout.map { [$0.architecture.lowercased()] } ?? []))
    try self.init(sheet, order: order, layout: layout, source: source, naming: naming)
  }

  /// Reads comma-separated text that is in hand; `file` is what errors call it.
  ///
  /// - Throws: as ``init(readingFrom:order:layout:source:naming:)``.
  public init(text: [UInt8], file: String, order: [String], source: String? = nil) throws {
    try self.init(Sheet(text: text, file: file), order: order, layout: nil, source: source, naming: { $0 })
  }

  /// Reads columns of an HDF5 file, which the layout names by their paths, or by their names where there is one of the name.
  ///
  /// - Throws: as ``init(readingFrom:order:layout:source:naming:)``; `HDF5Error` if it is not HDF5, or damaged.
  public init(
    hdf5 path: String, order: [String], layout: Layout, source: String? = nil,
    naming: (String) throws -> String = { $0 }
  ) throws {
    let sheet = try Sheet(hdf5: path, columns: [layout.architecture] + layout.columns.keys.sorted())
    try self.init(sheet, order: order, layout: layout, source: source, naming: naming)
  }

  private init(
    _ sheet: Sheet, order: [String], layout: Layout?, source: String?, naming: (String) throws -> String
  ) throws {
    let header = try CSVHeader(sheet, layout: layout)
    var rows = CSVRows(header: header, order: order, file: sheet.file)
    for row in sheet.rows { try rows.add(row, of: sheet, naming: naming) }
    guard rows.count > 0 else { throw FileError("has a header but no rows", file: sheet.file) }
    let fileName = sheet.file.split(separator: "/").last.map(String.init) ?? sheet.file
    table = try AccuracyTable(
      source: source ?? (layout == nil ? "\(fileName) (test accuracy, 200 epochs)" : fileName), architectures: order,
      columns: rows.columns, kinds: layout?.kinds ?? [:])
    absentArchitectures = order.count - rows.count
    emptyFields = rows.emptyFields
    let fractions = header.accuracies.filter { AccuracyTable.areFractions(rows.columns[$0.column]!, of: $0.column) }
    notes =
      fractions.map { "no value of \($0.name) exceeds 1; percent is expected" } + [sheet.decimalNote].compactMap(\.self)
  }
}

/// Where the header puts the columns that are wanted.
private struct CSVHeader {
  let architecture: Int
  let accuracies: [(field: Int, name: String, column: ColumnName)]

  init(_ sheet: Sheet, layout: CSVImport.Layout?) throws {
    let wanted = layout ?? .official
    // The official names are ours to know, however they are written; a name that was given is what it is.
    func spelled(_ name: String) -> String {
      layout == nil ? name.lowercased().filter { !" _-".contains($0) } : name.trimmed
    }
    let columns = Dictionary(wanted.columns.map { (spelled($0.key), $0) }) { first, _ in first }
    let names = sheet.header.map(spelled)
    accuracies = names.enumerated().compactMap { field, name in columns[name].map { (field, $0.key, $0.value) } }
    let missing = layout == nil && !accuracies.isEmpty ? [] : Set(columns.keys).subtracting(names)
    guard let architecture = names.firstIndex(of: spelled(wanted.architecture)), missing.isEmpty, !accuracies.isEmpty
    else {
      let columns = wanted.columns.keys.sorted().joined(separator: ", ")
      let found = sheet.header.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
      throw FileError(
        "the header needs \(wanted.architecture) and \(layout == nil ? "at least one of " : "")\(columns); it has \(found.isEmpty ? "nothing" : found)",
        file: sheet.file, place: sheet.place)
    }
    guard Set(accuracies.map(\.name)).count == accuracies.count else {
      throw FileError("the header names a column twice", file: sheet.file, place: sheet.place)
    }
    self.architecture = architecture
  }
}

/// The rows read so far, each put where the order has its architecture.
private struct CSVRows {
  let header: CSVHeader
  let file: String
  private let indices: [String: Int]
  private var places: [String?]
  private(set) var columns: [ColumnName: [Double]]
  private(set) var count = 0
  private(set) var emptyFields = 0

  init(header: CSVHeader, order: [String], file: String) {
    self.header = header
    self.file = file
    indices = Dictionary(zip(order, order.indices), uniquingKeysWith: { first, _ in first })
    places = Array(repeating: nil, count: order.count)
    let unknown = [Double](repeating: .nan, count: order.count)
    columns = Dictionary(uniqueKeysWithValues: header.accuracies.map { ($0.column, unknown) })
  }

  mutating func add(_ row: Sheet.Row, of sheet: Sheet, naming: (String) throws -> String) throws {
    func failure(_ reason: String) -> FileError { FileError(reason, file: file, place: row.place) }
    let name = row.fields[header.architecture].trimmed
    guard let index = try indices[name] ?? other(name, naming: naming, failure) else {
      throw failure("'\(name)' is not an architecture of the search space")
    }
    if let earlier = places[index] { throw failure("'\(name)' was already on \(earlier)") }
    places[index] = row.place
    count += 1
    for (field, name, column) in header.accuracies {
      let text = row.fields[field]
      guard let value = sheet.number(text), value.isNaN || !column.isAccuracy || (0...100).contains(value) else {
        let needed = column.isAccuracy ? "a percentage from 0 to 100" : "a number"
        throw failure("\(name) is '\(text)', where \(needed) is needed")
      }
      if value.isNaN { emptyFields += 1 } else { columns[column]![index] = value }
    }
  }

  private func other(
    _ name: String, naming: (String) throws -> String, _ failure: (String) -> FileError
  ) throws -> Int? {
    do { return indices[try naming(name)] } catch { throw failure("\(error)") }
  }
}
