import Files
import HDF5

extension AccuracyTable {
  /// How many cells there are.
  public var count: Int { architectures.count }

  /// The columns there are, by section, data set and name.
  public var columnNames: [ColumnName] { columns.keys.sorted() }

  /// The data sets with accuracies after 200 epochs.
  public var datasets: [BenchmarkDataset] {
    BenchmarkDataset.allCases.filter { dataset in
      columns.keys.contains { $0.dataset == dataset && $0.section == .epochs200 }
    }
  }

  /// The further targets, by name.
  public var targets: [BenchmarkDataset] { columns.keys.filter { $0.section == .targets }.map(\.dataset).sorted() }

  /// All that cells are ranked by: the data sets with test accuracy, and the further targets.
  public var ranking: [BenchmarkDataset] { datasets.filter { columns[ColumnName($0)] != nil } + targets }

  /// What scores are compared with unless one says otherwise: the data sets with test accuracy, or of a table that has none its targets.
  public var comparable: [BenchmarkDataset] {
    let accuracies = datasets.filter { columns[ColumnName($0)] != nil }
    return accuracies.isEmpty ? targets : accuracies
  }

  /// What a target is.
  public func kind(of target: BenchmarkDataset) -> TargetKind { kinds[target] ?? TargetKind() }

  /// The values that scores are held against, the higher the better: those of a column, or their negatives if the target is better the
  /// lower.
  ///
  /// - Throws: as ``values(_:)``.
  public func merits(_ column: ColumnName) throws -> [Double] {
    let values = try values(column)
    return column.section == .targets && kind(of: column.dataset).direction == .lower ? values.map(-) : values
  }

  /// The index of a cell.
  ///
  /// - Throws: `FileError` if the table has no such architecture.
  public func index(of architecture: String) throws -> Int {
    guard let index = indices[architecture] else {
      throw FileError("there is no architecture '\(architecture)'", file: file, place: "/architectures")
    }
    return index
  }

  /// The values of a column: one per cell in index order (or `seeds(of:)` per cell, the seed varying fastest), percent
  /// for accuracies, NaN where unknown.
  ///
  /// - Throws: `FileError` if there is no such column or it holds an accuracy outside 0...100 or not
  ///   the bytes whose checksum the file states; `HDF5Error` if the file is damaged.
  public func values(_ column: ColumnName) throws -> [Double] {
    switch try storage(of: column) {
    case .values(let values): return values
    case .stored(let dataset):
      let values = try dataset.read(as: Double.self)
      try Self.check(values, of: column, file: file)
      try checkStatedChecksum(of: column, values)
      return values
    }
  }

  /// The values of a column for one cell: one, or one per seed. The checksum, being of the whole column, is not computed.
  ///
  /// - Throws: as `values(_:)`, and if there is no cell of that index.
  public func values(_ column: ColumnName, at index: Int) throws -> [Double] {
    guard architectures.indices.contains(index) else {
      throw FileError("there is no cell \(index); indices run from 0 to \(count - 1)", file: file)
    }
    let seeds = try seeds(of: column)
    switch try storage(of: column) {
    case .values(let values): return Array(values[index * seeds..<(index + 1) * seeds])
    case .stored(let dataset):
      let values = try dataset.read(as: Double.self, rows: index..<index + 1)
      try Self.check(values, of: column, file: file)
      return values
    }
  }

  /// How many values a column has per cell: 1, or the number of training seeds.
  ///
  /// - Throws: `FileError` if there is no such column.
  public func seeds(of column: ColumnName) throws -> Int {
    switch try storage(of: column) {
    case .values(let values): values.count / count
    case .stored(let dataset): dataset.shape.count == 2 ? dataset.shape[1] : 1
    }
  }

  /// Checks that the table lists exactly these architectures in this order.
  ///
  /// - Parameter expected: all cells of the space in the benchmark's index order.
  /// - Throws: `FileError` naming the first difference.
  public func validateOrder(_ expected: [String]) throws {
    func fail(_ reason: String) -> FileError {
      FileError(reason, file: file, place: "/architectures")
    }
    guard count == expected.count else { throw fail("has \(count) entries, where \(expected.count) are needed") }
    guard let index = architectures.indices.first(where: { architectures[$0] != expected[$0] }) else { return }
    throw fail(
      "entry \(index) is '\(architectures[index])', where the benchmark's order has '\(expected[index])'")
  }

  private func storage(of column: ColumnName) throws -> Storage {
    if let storage = columns[column] { return storage }
    throw FileError("there is no such column; \(alternatives(to: column))", file: file, place: "\(column)")
  }

  /// What the table has instead: columns of that data set, or of that name, or else data sets. A full table has more than a
  /// hundred columns.
  private func alternatives(to column: ColumnName) -> String {
    if column.section == .targets {
      let names = targets.map(\.rawValue).joined(separator: ", ")
      let datasets = self.datasets.map(\.rawValue).joined(separator: ", ")
      return
        "the table has \(names.isEmpty ? "no further targets" : "the targets \(names)"), and the data sets \(datasets)"
    }
    let near = columnNames.filter {
      $0.section == column.section && $0.dataset == column.dataset && $0.isBySeed == column.isBySeed
    }
    guard near.isEmpty else { return "beside it are \(near.map(\.name).joined(separator: ", "))" }
    let namesakes = columnNames.filter { $0.name == column.name }
    guard namesakes.isEmpty else { return "the table has \(namesakes.map(\.description).joined(separator: ", "))" }
    let datasets = Set(columnNames.map(\.dataset)).sorted().map(\.rawValue).joined(separator: ", ")
    return "the table has columns of \(datasets)"
  }
}
