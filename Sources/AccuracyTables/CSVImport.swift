import Files

/// The official table of test accuracies as comma-separated values, brought into the benchmark's order.
///
/// The header names the columns, in any order: `ArchitectureString`, and at least one of
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

    /// A layout of these names.
    public init(architecture: String, columns: [String: ColumnName]) {
      self.architecture = architecture
      self.columns = columns
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

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the comma-separated file.
  ///   - order: all architecture strings in the benchmark's index order.
  ///   - layout: what the header's names mean; each that is given must be there, of the official ones at least one.
  ///   - source: the table's `source`; the file's own name if nil.
  /// - Throws: `FileError` naming file and line: no such file; a header without the columns; a row with the
  ///   wrong number of fields, an unknown or repeated architecture, or an accuracy that is no percentage.
  public init(readingFrom path: String, order: [String], layout: Layout? = nil, source: String? = nil) throws {
    try self.init(CSVReader(path: path), of: path, order: order, layout: layout, source: source)
  }

  /// Reads records that are in hand.
  ///
  /// - Parameters:
  ///   - reader: gives the records.
  ///   - path: what errors call the file.
  ///   - order: as above, and so the others.
  /// - Throws: as above.
  public init(
    _ reader: CSVReader, of path: String, order: [String], layout: Layout? = nil, source: String? = nil
  ) throws {
    var reader = reader
    let header = try CSVHeader(reader.next(), layout: layout, file: path)
    var rows = CSVRows(header: header, order: order, file: path)
    while let record = try reader.next() { try rows.add(record) }
    guard rows.count > 0 else { throw FileError("has a header but no rows", file: path) }
    let fileName = path.split(separator: "/").last.map(String.init) ?? path
    table = try AccuracyTable(
      source: source ?? (layout == nil ? "\(fileName) (test accuracy, 200 epochs)" : fileName), architectures: order,
      columns: rows.columns)
    absentArchitectures = order.count - rows.count
    emptyFields = rows.emptyFields
  }
}

/// Where the header puts the columns that are wanted.
private struct CSVHeader {
  let width: Int
  let architecture: Int
  let accuracies: [(field: Int, name: String, column: ColumnName)]

  init(_ record: CSVReader.Record?, layout: CSVImport.Layout?, file: String) throws {
    let names = record?.fields ?? []
    let wanted = layout ?? .official
    accuracies = names.enumerated().compactMap { field, name in wanted.columns[name].map { (field, name, $0) } }
    let missing = layout == nil && !accuracies.isEmpty ? [] : Set(wanted.columns.keys).subtracting(names)
    guard let architecture = names.firstIndex(of: wanted.architecture), missing.isEmpty, !accuracies.isEmpty else {
      let columns = wanted.columns.keys.sorted().joined(separator: ", ")
      throw FileError(
        "the header needs \(wanted.architecture) and \(layout == nil ? "at least one of " : "")\(columns)", file: file,
        place: "line \(record?.line ?? 1)")
    }
    guard Set(names).count == names.count else {
      throw FileError("the header names a column twice", file: file, place: "line \(record?.line ?? 1)")
    }
    self.architecture = architecture
    width = names.count
  }
}

/// The rows read so far, each put where the order has its architecture.
private struct CSVRows {
  let header: CSVHeader
  let file: String
  private let indices: [String: Int]
  private var lines: [Int?]
  private(set) var columns: [ColumnName: [Double]]
  private(set) var count = 0
  private(set) var emptyFields = 0

  init(header: CSVHeader, order: [String], file: String) {
    self.header = header
    self.file = file
    indices = Dictionary(zip(order, order.indices), uniquingKeysWith: { first, _ in first })
    lines = Array(repeating: nil, count: order.count)
    let unknown = [Double](repeating: .nan, count: order.count)
    columns = Dictionary(uniqueKeysWithValues: header.accuracies.map { ($0.column, unknown) })
  }

  mutating func add(_ record: CSVReader.Record) throws {
    func failure(_ reason: String) -> FileError {
      FileError(reason, file: file, place: "line \(record.line)")
    }
    guard record.fields.count == header.width else {
      throw failure("has \(record.fields.count) fields, where the header has \(header.width)")
    }
    let architecture = record.fields[header.architecture]
    guard let index = indices[architecture] else {
      throw failure("'\(architecture)' is not an architecture of the search space")
    }
    if let earlier = lines[index] { throw failure("'\(architecture)' was already on line \(earlier)") }
    lines[index] = record.line
    count += 1
    for (field, name, column) in header.accuracies {
      let text = record.fields[field]
      if text.isEmpty || text.lowercased() == "nan" {
        emptyFields += 1
        continue
      }
      guard let value = Double(text), !column.isAccuracy || (0...100).contains(value) else {
        let needed = column.isAccuracy ? "a percentage from 0 to 100" : "a number"
        throw failure("\(name) is '\(text)', where \(needed) is needed")
      }
      columns[column]![index] = value
    }
  }
}
