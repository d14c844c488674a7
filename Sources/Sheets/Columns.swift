import Files
import HDF5

/// The columns of an HDF5 file, wherever they are: datasets of one dimension (or of cells by six, for tuples), and the fields of
/// compound datasets, which pandas and PyTables write.
package struct Columns {
  /// A column.
  struct Column {
    /// Its path, `/scores/kappa`; the field of a compound dataset comes after the dataset's: `/scores/table/kappa`.
    let path: String
    /// How many rows it has.
    let count: Int
    /// What its rows are, for messages.
    let elementClass: ElementClass
    fileprivate let dataset: Dataset
    fileprivate let field: String?

    var name: String { path.lastName }
    var container: String { path.directory }
  }

  let file: String
  private(set) var all: [Column] = []
  /// Whether some table keeps several columns in one block, as pandas does unless told otherwise; their names are pickled.
  private(set) var blocks: String?

  /// Groups within groups that are looked into, as deep.
  private static let depth = 8

  /// Opens a file and lists its columns.
  ///
  /// - Throws: `HDF5Error` if it is not HDF5 or is damaged.
  init(of path: String) throws {
    file = path
    try collect(HDF5File(reading: path), "", depth: 0)
  }

  private mutating func collect(_ group: some LinkContainer, _ path: String, depth: Int) throws {
    for name in try group.names() {
      switch try group.kind(of: name) {
      case .group where depth < Self.depth: try collect(group.group(name), "\(path)/\(name)", depth: depth + 1)
      case .dataset:
        // What has no shape or elements is nobody's column.
        guard let dataset = try? group.dataset(name) else { continue }
        try add(dataset, "\(path)/\(name)")
      default: break
      }
    }
  }

  private mutating func add(_ dataset: Dataset, _ path: String) throws {
    let isTuples = dataset.shape.count == 2 && dataset.shape[1] == 6
    guard dataset.shape.count == 1 || isTuples else {
      if path.lastName.hasPrefix("block"), path.hasSuffix("_values") { blocks = path.directory }
      return
    }
    func column(_ path: String, _ elements: ElementClass, field: String?) -> Column {
      Column(path: path, count: dataset.shape[0], elementClass: elements, dataset: dataset, field: field)
    }
    guard dataset.elementClass == .compound else {
      all.append(column(path, dataset.elementClass, field: nil))
      return
    }
    for field in try dataset.fields() {
      if field.name.hasPrefix("values_block_") { blocks = path }
      all.append(column("\(path)/\(field.name)", field.elementClass, field: field.name))
    }
  }

  /// The column at a path, or the only one of that name.
  ///
  /// - Throws: `FileError` if there is none, or several of the name.
  func column(_ asked: String) throws -> Column {
    let path = asked.hasPrefix("/") ? asked : "/\(asked)"
    if let column = all.first(where: { $0.path == path }) { return column }
    let named = all.filter { $0.name == asked }
    guard named.count <= 1 else {
      throw FileError(
        "has several columns of that name: \(named.map(\.path).joined(separator: ", ")); give the path", file: file,
        place: asked)
    }
    guard let column = named.first else {
      let shown = all.prefix(12).map(\.path).joined(separator: ", ")
      throw FileError(
        blockReason
          ?? "there is no such column; there are \(all.isEmpty ? "none" : shown)\(all.count > 12 ? ", …" : "")",
        file: file, place: asked)
    }
    return column
  }

  /// Why the columns of a pandas table are not found.
  var blockReason: String? {
    blocks.map {
      "\($0) is a table of pandas whose columns lie in blocks, with pickled names; write it with format=\"table\", data_columns=True, or as CSV"
    }
  }

  /// The rows of a column as fields; nil if they are neither numbers nor texts.
  func fields(_ column: Column) throws -> [String]? {
    let dataset = column.dataset
    switch column.elementClass {
    case .fixedString, .variableString:
      return try column.field.map { try dataset.readStrings(field: $0) } ?? dataset.readStrings()
    case .float, .integer:
      let values =
        try column.field.map { try dataset.read(field: $0, as: Double.self) } ?? dataset.read(as: Double.self)
      guard dataset.shape.count == 2 else { return values.map { CSV.number($0) } }
      return stride(from: 0, to: values.count, by: 6).map { row in
        "(\(values[row..<row + 6].map { CSV.number($0) }.joined(separator: ", ")))"
      }
    case .enumeration:
      let values = try column.field.map { try dataset.read(field: $0, as: Int64.self) } ?? dataset.read(as: Int64.self)
      return values.map(String.init)
    default: return nil
    }
  }
}

extension Sheet {
  /// Reads the columns beside the first that has one of the names, in its group or table, and as long as it.
  ///
  /// - Throws: `FileError` if there is no such column.
  init(columns: Columns, keys: Set<String>) throws {
    guard let key = columns.all.first(where: { keys.contains($0.name.lowercased()) }) else {
      throw FileError(
        columns.blockReason
          ?? "has no column that names the cells, such as /architectures, /index or /tuples",
        file: columns.file)
    }
    let beside = columns.all.filter { $0.container == key.container && $0.count == key.count }
    try self.init(columns: columns, beside)
  }

  /// Reads the given columns of a file, by their paths or names; the header has them as they were given.
  ///
  /// - Throws: `FileError` if there is no such column, or one is shorter than another.
  package init(hdf5 path: String, columns asked: [String]) throws {
    let columns = try Columns(of: path)
    let found = try asked.map { try columns.column($0) }
    if let other = found.first(where: { $0.count != found[0].count }) {
      throw FileError(
        "has \(other.count) rows, where \(found[0].path) has \(found[0].count)", file: path, place: other.path)
    }
    try self.init(columns: columns, found, header: asked)
  }

  private init(columns: Columns, _ chosen: [Columns.Column], header: [String]? = nil) throws {
    var (names, fields) = ([String](), [[String]]())
    for (place, column) in chosen.enumerated() {
      guard let values = try columns.fields(column) else {
        guard header == nil else {
          throw FileError(
            "holds \(column.elementClass), where numbers or texts are needed", file: columns.file, place: column.path)
        }
        continue
      }
      names.append(header?[place] ?? column.name)
      fields.append(values)
    }
    let count = fields.first?.count ?? 0
    try self.init(
      file: columns.file, header: names, place: chosen.first?.container ?? "/",
      rows: (0..<count).map { row in Row(place: "row \(row)", fields: fields.map { $0[row] }) })
  }
}
