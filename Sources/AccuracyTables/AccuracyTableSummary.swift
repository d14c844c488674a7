/// What is in an accuracy table, for a reader: its size, and the range and best cells of every column.
public struct AccuracyTableSummary: Sendable {
  /// A cell and its value.
  public struct Cell: Equatable, Sendable {
    /// Its index in the benchmark's order.
    public let index: Int
    /// Its architecture string.
    public let architecture: String
    /// Its value, in percent.
    public let value: Double
  }

  /// The values of one column.
  public struct Column: Sendable {
    /// Which column.
    public let name: ColumnName
    /// How many values are known (not NaN), of `total`.
    public let known: Int
    /// How many values there are: one per cell, or one per cell and seed.
    public let total: Int
    /// The smallest known value; nil if none is known.
    public let minimum: Double?
    /// The largest known value; nil if none is known.
    public let maximum: Double?
    /// The mean of the known values; nil if none is known.
    public let mean: Double?
    /// The cells of the highest accuracy, more than one if they tie; empty for what is no accuracy per cell.
    public let best: [Cell]
  }

  /// Where the numbers come from.
  public let source: String
  /// How many cells there are.
  public let cells: Int
  /// The data sets with accuracies after 200 epochs.
  public let datasets: [BenchmarkDataset]
  /// The further targets, and what they are.
  public let targets: [(name: BenchmarkDataset, kind: TargetKind)]
  /// Every column, by section, data set and name.
  public let columns: [Column]

  /// Reads all columns of a table.
  ///
  /// - Throws: as `AccuracyTable.values(_:)`.
  public init(of table: AccuracyTable) throws {
    source = table.source
    cells = table.count
    datasets = table.datasets
    targets = table.targets.map { ($0, table.kind(of: $0)) }
    columns = try table.columnNames.map { try Column($0, of: table) }
  }
}

extension AccuracyTableSummary.Column {
  init(_ name: ColumnName, of table: AccuracyTable) throws {
    let values = try table.values(name)
    let known = values.filter { !$0.isNaN }
    self.name = name
    self.known = known.count
    total = values.count
    minimum = known.min()
    maximum = known.max()
    mean = known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    let best = name.isAccuracy && !name.isBySeed ? maximum : nil
    self.best = values.indices.filter { values[$0] == best }.map {
      AccuracyTableSummary.Cell(index: $0, architecture: table.architectures[$0], value: values[$0])
    }
  }
}
