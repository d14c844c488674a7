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
    var gathered = Gathered(cells: architectures.count)
    for section in ColumnName.Section.allCases { try Self.collect(section, in: file, into: &gathered) }
    try self.init(
      source: source, architectures: architectures, columns: gathered.columns, kinds: gathered.kinds, file: path,
      notes: gathered.notes)
  }

  /// What was found in a file so far.
  private struct Gathered {
    let cells: Int
    var columns: [ColumnName: Storage] = [:]
    var kinds: [BenchmarkDataset: TargetKind] = [:]
    /// Objects that are not of the format, and why.
    var passed: [(path: String, reason: String)] = []

    init(cells: Int) { self.cells = cells }

    var notes: [String] { passed.map { "\($0.path): passed over: \($0.reason)" } }
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

  private static func collect(_ section: ColumnName.Section, in file: HDF5File, into gathered: inout Gathered) throws {
    let root =
      switch section {
      case .epochs200, .epochs12: "/datasets"
      case .costs: "/costs"
      case .targets: "/targets"
      }
    let isOptional = section == .costs || section == .targets
    if try file.kind(of: root) == nil, try isOptional || file.kind(of: "/targets") == .group { return }
    try require(root, .group, in: file, expected: "a group with one group per data set")
    if section == .targets {
      try collectTargets(in: file.group(root), of: file, into: &gathered)
      return
    }
    for dataset in try datasets(in: file.group(root), into: &gathered, isNoted: section != .epochs12) {
      let group = try file.group("\(root)/\(dataset)")
      let holder = section == .epochs12 ? try epochs12(in: group, into: &gathered) : group
      guard let holder else { continue }
      for name in try holder.names() where section != .epochs200 || name != "epochs12" {
        try add(ColumnName(dataset, name, section: section), in: file, into: &gathered)
      }
    }
  }

  private static func epochs12(in group: Group, into gathered: inout Gathered) throws -> Group? {
    try group.kind(of: "epochs12") == .group ? group.group("epochs12") : nil
  }

  private static func collectTargets(in root: Group, of file: HDF5File, into gathered: inout Gathered) throws {
    for name in try root.names() {
      guard let target = BenchmarkDataset(target: name) else {
        gathered.passed.append(("/targets/\(name)", "it is no name of a target (letters, digits, _, - and .)"))
        continue
      }
      guard try add(ColumnName(target), in: file, into: &gathered) else { continue }
      let dataset = try file.dataset("/targets/\(name)")
      func text(_ attribute: String) throws -> String? {
        try dataset.hasAttribute(attribute) ? try dataset.attribute(attribute).string() : nil
      }
      let stated = try text(directionAttribute) ?? TargetKind.Direction.higher.rawValue
      guard let direction = TargetKind.Direction(rawValue: stated) else {
        throw FileError(
          "its attribute 'direction' is '\(stated)', where higher or lower is needed", file: file.location.file,
          place: "/targets/\(name)")
      }
      gathered.kinds[target] = TargetKind(unit: try text(unitAttribute) ?? "", direction: direction)
    }
  }

  /// The data sets of a section; of what is none, a note.
  private static func datasets(
    in root: Group, into gathered: inout Gathered, isNoted: Bool
  ) throws -> [BenchmarkDataset] {
    try root.names().compactMap { name in
      let path = "\(root.location.path)/\(name)"
      let dataset = BenchmarkDataset(rawValue: name)
      let isGroup = try root.kind(of: name) == .group
      if isNoted, dataset == nil {
        let known = BenchmarkDataset.allCases.map(\.rawValue).joined(separator: ", ")
        gathered.passed.append((path, "there are the data sets \(known); a further target belongs into /targets"))
      } else if isNoted, !isGroup {
        gathered.passed.append((path, "it is no group"))
      }
      return isGroup ? dataset : nil
    }
  }

  /// Adds a column, if it is one; if not, a note.
  ///
  /// - Returns: whether it is.
  @discardableResult
  private static func add(_ column: ColumnName, in file: HDF5File, into gathered: inout Gathered) throws -> Bool {
    guard let (dataset, reason) = try stored(column, in: file, cells: gathered.cells) else { return false }
    if let reason {
      gathered.passed.append((column.description, reason))
      return false
    }
    gathered.columns[column] = .stored(dataset)
    return true
  }

  /// A column, and why it is none; nil for what is not even a dataset with elements.
  ///
  /// - Throws: `FileError` if a column that the format names is not as the format says.
  private static func stored(
    _ column: ColumnName, in file: HDF5File, cells: Int
  ) throws -> (dataset: Dataset, reason: String?)? {
    func fail(_ reason: String) -> FileError {
      FileError(reason, file: file.location.file, place: column.description)
    }
    let isNamed = column.isAccuracy || formatColumns.contains(column.name)
    if isNamed { try require(column.description, .dataset, in: file, expected: "a column") }
    guard try file.kind(of: column.description) == .dataset,
      let dataset = isNamed ? try file.dataset(column.description) : try? file.dataset(column.description)
    else { return nil }
    switch dataset.elementClass {
    case .float, .integer: break
    default:
      guard !isNamed else { throw fail("holds \(dataset.elementClass), where numbers are needed") }
      return (dataset, "it holds \(dataset.elementClass), where numbers are needed")
    }
    let fits = column.isBySeed ? dataset.shape.count == 2 && dataset.shape[1] > 0 : dataset.shape.count == 1
    guard fits, dataset.shape[0] == cells else {
      let needed = column.isBySeed ? "[\(cells), seeds]" : "[\(cells)]"
      let reason = "has the shape \(dataset.shape), where \(needed) is needed (one row per architecture)"
      guard !isNamed else { throw fail(reason) }
      return (dataset, "it \(reason)")
    }
    return (dataset, nil)
  }

  /// The columns that the format names, beside accuracies; of these an odd one is an error.
  private static let formatColumns: Set = [
    "test_loss", "test_loss_full", "validation_loss", "train_loss", "flops", "parameters", "latency",
  ]

  private static func require(_ path: String, _ kind: ObjectKind, in file: HDF5File, expected: String) throws {
    let found = try file.kind(of: path)
    guard found != kind else { return }
    let what = found.map { "is a \($0.rawValue)" } ?? "is missing"
    throw FileError("\(what); expected \(expected)", file: file.location.file, place: path)
  }
}
