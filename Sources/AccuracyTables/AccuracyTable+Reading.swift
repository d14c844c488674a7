import Files
import HDF5

extension AccuracyTable {
  /// Opens a table and checks its layout against the file format: attributes, architectures, and the shape and type of
  /// every column.
  ///
  /// - Parameter path: an HDF5 file of format `tenas-accuracy-table`, version 1.
  /// - Throws: `HDF5Error` if there is no such file (`.noSuchFile`), it cannot be read, is not HDF5 or is damaged;
  ///   `FileError` if it does not have the layout, saying what is missing or wrong and what is expected.
  public init(readingFrom path: String) throws {
    let file = try HDF5File(reading: path)
    try Self.requireFormat(of: file)
    let source = try Self.text(of: "source", in: file, expected: "a text saying where the numbers come from")
    let architectures = try Self.architectures(in: file)
    var columns: [ColumnName: Storage] = [:]
    for section in ColumnName.Section.allCases {
      try Self.collect(section, in: file, cells: architectures.count, into: &columns)
    }
    try self.init(source: source, architectures: architectures, columns: columns, file: path)
  }

  private static func requireFormat(of file: HDF5File) throws {
    let path = file.location.file
    let found = try text(of: "format", in: file, expected: "'\(format)'")
    guard found == format else {
      throw FileError(
        "is not an accuracy table: its attribute 'format' is '\(found)', where '\(format)' is needed", file: path)
    }
    guard try file.hasAttribute("version"),
      let found = try? file.attribute("version").scalar(as: Int64.self)
    else {
      throw FileError("the root attribute 'version' is missing or not an integer; expected 1", file: path)
    }
    guard found == version else {
      throw FileError("is of version \(found); this program reads version \(version)", file: path)
    }
  }

  private static func text(of attribute: String, in file: HDF5File, expected: String) throws -> String {
    guard try file.hasAttribute(attribute) else {
      throw FileError(
        "is not an accuracy table: the root attribute '\(attribute)' is missing; expected \(expected)",
        file: file.location.file)
    }
    return try file.attribute(attribute).string()
  }

  private static func architectures(in file: HDF5File) throws -> [String] {
    try require("/architectures", .dataset, in: file, expected: "a dataset of strings in the benchmark's index order")
    let dataset = try file.dataset("architectures")
    guard dataset.shape.count == 1 else {
      throw FileError(
        "has the shape \(dataset.shape), where one dimension is needed", file: file.location.file,
        place: "/architectures")
    }
    return try dataset.readStrings()
  }

  private static func collect(
    _ section: ColumnName.Section, in file: HDF5File, cells: Int, into columns: inout [ColumnName: Storage]
  ) throws {
    let root = section == .costs ? "/costs" : "/datasets"
    if section == .costs, try file.kind(of: root) == nil { return }
    try require(root, .group, in: file, expected: "a group with one group per data set")
    for dataset in try datasets(in: file.group(root)) {
      let group = try file.group("\(root)/\(dataset)")
      let holder = section == .epochs12 ? try group.contains("epochs12") ? group.group("epochs12") : nil : group
      guard let holder else { continue }
      for name in try holder.names() where section != .epochs200 || name != "epochs12" {
        let column = ColumnName(dataset, name, section: section)
        columns[column] = .stored(try stored(column, in: file, cells: cells))
      }
    }
  }

  private static func datasets(in root: Group) throws -> [BenchmarkDataset] {
    try root.names().map { name in
      guard let dataset = BenchmarkDataset(rawValue: name) else {
        let known = BenchmarkDataset.allCases.map(\.rawValue).joined(separator: ", ")
        throw FileError(
          "is no data set of this format; it has \(known)", file: root.location.file,
          place: "\(root.location.path)/\(name)")
      }
      return dataset
    }
  }

  private static func stored(_ column: ColumnName, in file: HDF5File, cells: Int) throws -> Dataset {
    try require(column.description, .dataset, in: file, expected: "a column")
    let dataset = try file.dataset(column.description)
    func fail(_ reason: String) -> FileError {
      FileError(reason, file: file.location.file, place: column.description)
    }
    guard dataset.elementClass == .float(bytes: 8) else {
      throw fail("holds \(dataset.elementClass), where float64 is needed")
    }
    let fits = column.isBySeed ? dataset.shape.count == 2 && dataset.shape[1] > 0 : dataset.shape.count == 1
    guard fits, dataset.shape[0] == cells else {
      let needed = column.isBySeed ? "[\(cells), seeds]" : "[\(cells)]"
      throw fail("has the shape \(dataset.shape), where \(needed) is needed (one row per architecture)")
    }
    return dataset
  }

  private static func require(_ path: String, _ kind: ObjectKind, in file: HDF5File, expected: String) throws {
    let found = try file.kind(of: path)
    guard found != kind else { return }
    let what = found.map { "is a \($0.rawValue)" } ?? "is missing"
    throw FileError("\(what); expected \(expected)", file: file.location.file, place: path)
  }
}
