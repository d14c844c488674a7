import AccuracyTables
import SearchSpaces

/// Scores and what they are compared with, joined by cell: the only place where a score meets an accuracy.
public struct JoinedScores<Metric: Hashable & Sendable>: Sendable {
  /// A metric's scores.
  public struct Column: Sendable {
    /// The metric.
    public let metric: Metric
    /// The only target it is for; nil for all.
    public let target: ColumnName?
    /// Whether it is compared with targets itself, and is not there for rules only.
    public let isCompared: Bool
    /// A score a cell; NaN where there is none.
    public var values: [Double]

    /// Makes a column.
    public init(_ metric: Metric, for target: ColumnName? = nil, isCompared: Bool = true, _ values: [Double]) {
      (self.metric, self.target, self.isCompared, self.values) = (metric, target, isCompared, values)
    }

    /// Whether it is compared with a target.
    public func isFor(_ name: ColumnName) -> Bool { target == nil || target == name }
  }

  /// A column of an accuracy table.
  public struct Target: Sendable {
    /// Its name.
    public let name: ColumnName
    /// A value a cell; NaN where it is unknown.
    public let values: [Double]
    /// The places of the cells that have a value and every score that is for the target.
    public let complete: [Int]
  }

  /// The list that ``cells`` are places of.
  public let list: CellList
  /// The cells' places.
  public let cells: [Int]
  /// The metrics.
  public var columns: [Column]
  /// The targets joined so far.
  public private(set) var targets: [Target] = []

  /// Scores that are joined with nothing yet.
  ///
  /// - Precondition: every column has one value a cell.
  public init(cells: [Int], of list: CellList = .nasBench201, _ columns: [Column]) {
    precondition(columns.allSatisfy { $0.values.count == cells.count }, "a column has one score a cell")
    (self.cells, self.list, self.columns) = (cells, list, columns)
  }

  /// Joins a column of a table in the benchmark's order, turned so that higher is better.
  ///
  /// - Throws: `FileError` if the table has no such column.
  @discardableResult
  public mutating func join(_ name: ColumnName, of table: AccuracyTable) throws -> Target {
    let all = try table.merits(name)
    return join(name, values: cells.map { all[$0] })
  }

  /// Joins values, one a cell.
  @discardableResult
  public mutating func join(_ name: ColumnName, values: [Double]) -> Target {
    let scores = columns.filter { $0.isFor(name) }.map(\.values)
    let complete = cells.indices.filter { place in
      !values[place].isNaN && scores.allSatisfy { !$0[place].isNaN }
    }
    targets.append(Target(name: name, values: values, complete: complete))
    return targets.last!
  }

  /// The metrics that a cell lacks a score by.
  public func lacking(at place: Int, for target: Target) -> [Metric] {
    columns.filter { $0.isFor(target.name) && $0.values[place].isNaN }.map(\.metric)
  }

  /// The places of a slice's cells among those that are complete for a target; nil for a population that leaves none of them out,
  /// which would be ``CellSlice/all`` once more.
  public func members(of slice: CellSlice, for target: Target) -> [Int]? {
    guard let members = slice.select(target.complete, cells: cells, of: list, values: target.values) else { return nil }
    if case .population = slice, members.count == target.complete.count { return nil }
    return members
  }
}

extension JoinedScores {
  /// Joins the test accuracy of a data set, which must be known for two of the cells and vary.
  ///
  /// - Parameters:
  ///   - dataset: the data set.
  ///   - table: accuracy in the benchmark's index order.
  ///   - name: what errors call the scores.
  ///   - population: where the cells are from.
  /// - Returns: cells whose accuracy the table does not know.
  /// - Throws: ``StudyError``; `FileError` if the data set is not in the table.
  package mutating func join(
    accuracyOn dataset: BenchmarkDataset, of table: AccuracyTable, name: String,
    population: NASBench201.Population = .all
  ) throws -> Int {
    let target = try join(ColumnName(dataset), of: table)
    let column = "\(table.file.map { "\($0): " } ?? "")\(target.name)"
    let truth = target.complete.map { target.values[$0] }
    guard truth.count >= 2 else {
      let among = population == .all ? "" : " in population \(population.rawValue)"
      throw StudyError(
        .badData, "\(column) is known for \(truth.count) of the cells of \(name)\(among); correlation needs 2")
    }
    guard truth.contains(where: { $0 != truth[0] }) else {
      throw StudyError(
        .badData, "\(column) is \(truth[0]) for all \(truth.count) cells of \(name); correlation needs it to vary")
    }
    return cells.count - truth.count
  }
}

extension JoinedScores<String> {
  /// A run's means over repeats.
  public init(_ scores: CellScores) {
    self.init(
      cells: scores.indices, of: scores.cells, zip(scores.metrics, scores.columns).map { Column($0, $1) })
  }
}
