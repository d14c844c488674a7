import AccuracyTables
import ArgumentParser
import Scores
import SearchSpaces

/// What scores are held against: a table and its data sets.
struct TruthOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The accuracy table.", valueName: "TABLE.h5"), completion: .table)
  var table: String

  @Option(
    help: ArgumentHelp("Data sets, separated by commas; default: all with test accuracy.", valueName: "NAME,..."),
    transform: CommaSeparated.init(parsing:))
  var dataset: CommaSeparated<BenchmarkDataset>?

  /// Opens the table, of either space.
  func open() throws -> (table: AccuracyTable, cells: CellList) { try CellList.open(table) }
}

/// The same, and which cells count.
struct AccuracyOptions: ParsableArguments {
  @OptionGroup var truth: TruthOptions

  @Option(help: "Which cells count.")
  var population = NASBench201.Population.all

  /// Opens the table.
  func open() throws -> (table: AccuracyTable, cells: CellList) { try truth.open() }
}

extension AgreementOptions {
  /// What the option groups of a verb say.
  init(
    _ accuracy: AccuracyOptions, degenerate: DegeneratePolicy = .inf, top: TopOptions? = nil,
    _ bootstrap: BootstrapOptions, seed: UInt64 = 0
  ) {
    self.init(
      datasets: accuracy.truth.dataset?.values, population: accuracy.population, degenerate: degenerate,
      gainRanks: top?.ranks ?? 1000, top: top?.top, resamples: bootstrap.resamples, seed: seed,
      threads: bootstrap.computing.threads)
  }
}

extension NASBench201.Population: ExpressibleByArgument {}
