import AccuracyTables
import Files
import SearchSpaces

/// What the searches of a directory found, and how good that is.
public struct SearchReport: Sendable {
  /// A cell found.
  public struct Found: Sendable, Hashable {
    /// Rule and seed of the search.
    public let name: SearchName
    /// The cell, as its space writes it.
    public let cell: String
    /// Its index in the benchmark; nil of a genotype.
    public let index: Int?
    /// Per data set of ``SearchReport/datasets``, what the table knows of it; nil without a table, or if it knows nothing.
    public let accuracies: [AccuracyPlace?]
    /// Wall time of the search in all sessions; less than a search takes if others had measured for it.
    public let seconds: Double
    /// Whether everything the search needed was measured for it.
    public let isMeasuredAlone: Bool
  }

  /// κ_N and R_N of a search's supernet at its start or after a round.
  public struct State: Sendable, Hashable {
    /// Rule and seed of the search.
    public let name: SearchName
    /// The round, from 0.
    public let step: Int
    /// What was measured, averaged over repeats.
    public let kappa, regions: Double
    /// The least and the greatest of the repeats.
    public let kappaRange, regionsRange: ClosedRange<Double>
    /// Operations left on the edges.
    public let operations: Int
  }

  /// The data sets reported.
  public static let datasets: [BenchmarkDataset] = [.cifar10, .cifar100, .imagenet16]

  /// The cells found, by rule and seed.
  public let found: [Found]
  /// The supernets at the start and after every round, by rule and seed.
  public let trajectory: [State]
  /// `trajectory.csv`: κ_N and R_N of the supernet at the start and after every round, and what was left on its edges.
  public let trajectoryCSV: String
  /// `pruned.csv`: what was pruned, in order, with its changes and ranks.
  public let prunedCSV: String

  init<Supernet>(
    _ searches: [(name: SearchName, outcome: PruningSearch<Supernet>.Outcome)], manifest: SearchManifest,
    table: AccuracyTable?
  ) throws {
    trajectory = searches.flatMap { name, outcome in
      outcome.states.map { state in
        State(
          name: name, step: state.step, kappa: state.kappa, regions: state.regions,
          kappaRange: state.kappaRange, regionsRange: state.regionsRange, operations: state.supernet.operationCount)
      }
    }
    trajectoryCSV = SearchCSV.trajectory(searches)
    prunedCSV = SearchCSV.pruned(searches)
    let columns = try Self.accuracies(in: table)
    found = try searches.map { name, outcome in
      guard let cell = outcome.supernet.foundCell else { preconditionFailure("a finished search leaves one cell") }
      let place = try table?.index(of: cell)
      let cost = manifest.search(name)
      return Found(
        name: name, cell: cell, index: (try? NASBench201.CellName(cell).architecture).map(NASBench201.index(of:)),
        accuracies: columns.map { column in column.flatMap { AccuracyPlace(of: place!, in: $0) } },
        seconds: cost?.seconds ?? 0, isMeasuredAlone: cost.map { $0.measured >= $0.needed } ?? false)
    }
  }

  /// Per data set of ``datasets``, the test accuracy of every cell; nil without a table, or if it has none.
  static func accuracies(in table: AccuracyTable?) throws -> [[Double]?] {
    try datasets.map { dataset in
      guard let table, table.columnNames.contains(ColumnName(dataset)) else { return nil }
      return try table.values(ColumnName(dataset))
    }
  }

  /// `result.csv`: the cells found, their test accuracies and places.
  public var resultCSV: String {
    let names = Self.datasets.map(\.rawValue)
    let header = ["rule", "seed", "cell"] + names + names.map { "\($0)_rank" } + names.map { "\($0)_cells" }
    let rows = found.map { found in
      [found.name.rule.rawValue, String(found.name.seed), found.cell]
        + found.accuracies.map { CSV.number($0?.value, absent: "") }
        + found.accuracies.map { $0.map { String($0.rank) } ?? "" }
        + found.accuracies.map { $0.map { String($0.count) } ?? "" }
    }
    return CSV.text(header, rows)
  }

  /// The names of the files that a search leaves to read.
  public static let fileNames = ["result.csv", "summary.csv", "trajectory.csv", "pruned.csv"]

  /// Writes `trajectory.csv`, `pruned.csv`, `result.csv` and `summary.csv`, each in one step.
  func write(directory: String) throws {
    for (name, text) in [
      ("trajectory", trajectoryCSV), ("pruned", prunedCSV), ("result", resultCSV), ("summary", summaryCSV),
    ] {
      try AtomicFile.write(text, to: "\(directory)/\(name).csv")
    }
  }
}
