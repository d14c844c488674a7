import AccuracyTables
import SearchSpaces

/// Which cells and data sets are compared, and how.
public struct AgreementOptions: Sendable {
  /// The data sets and further targets; nil for every one in the table that has test accuracy.
  public var datasets: [BenchmarkDataset]?
  /// Which cells count.
  public var population: NASBench201.Population
  /// What becomes of infinite κ.
  public var degenerate: DegeneratePolicy
  /// P of nDCG.
  public var gainRanks: Int
  /// k of precision; nil for a tenth of the cells.
  public var top: Int?
  /// Bootstrap resamples; 0 for no intervals.
  public var resamples: Int
  /// Whether isomorphic cells are drawn together.
  public var resamplesClasses = false
  /// The seed of the resamples.
  public var seed: UInt64
  /// Threads for the resamples; the result does not depend on it.
  public var threads: Int

  /// Makes options.
  public init(
    datasets: [BenchmarkDataset]? = nil, population: NASBench201.Population = .all,
    degenerate: DegeneratePolicy = .inf, gainRanks: Int = 1000, top: Int? = nil, resamples: Int = 1000,
    seed: UInt64 = 0, threads: Int = 1
  ) {
    (self.datasets, self.population, self.degenerate) = (datasets, population, degenerate)
    (self.gainRanks, self.top, self.resamples) = (gainRanks, top, resamples)
    (self.seed, self.threads) = (seed, threads)
  }

  /// P of nDCG or k of precision among some cells; nil for other statistics.
  public func parameter(of statistic: RankStatistic, cells: Int) -> Int? {
    switch statistic {
    case .gain: min(gainRanks, cells)
    case .precision: min(cells, top ?? CellSlice.count(percent: 10, of: cells))
    default: nil
    }
  }

  /// The data sets asked for, or those of a table that have test accuracy.
  ///
  /// - Throws: ``StudyError`` if the table has none.
  public func datasets(in table: AccuracyTable) throws -> [BenchmarkDataset] {
    if let datasets { return datasets }
    let known = table.datasets.filter { table.columnNames.contains(ColumnName($0)) }
    guard !known.isEmpty else {
      let targets = table.targets.map(\.rawValue).joined(separator: ", ")
      throw StudyError(
        .badData,
        "\(table.file ?? "the table"): has no test accuracy\(targets.isEmpty ? "" : "; name a target of it: --target \(targets)")"
      )
    }
    return known
  }
}
