import AccuracyTables
import ArgumentParser
import Scores
import SearchSpaces

/// What of a table scores are held against.
struct TargetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Data sets, separated by commas; default: all with test accuracy.", valueName: "NAME,..."),
    transform: CommaSeparated.init(parsing:))
  var dataset: CommaSeparated<BenchmarkDataset>?

  @Option(
    help: ArgumentHelp(
      "Further targets of the table (/targets), in place of test accuracy or, with --dataset, beside it.",
      valueName: "NAME,..."),
    transform: { try CommaSeparated<TargetName>(parsing: $0) })
  var target: CommaSeparated<TargetName>?

  /// The names; nil for every data set with test accuracy.
  var names: [BenchmarkDataset]? {
    guard dataset != nil || target != nil else { return nil }
    return (dataset?.values ?? []) + (target?.values.map(\.name) ?? [])
  }

  /// Makes sure that a table has the targets.
  ///
  /// - Returns: those of which lower is better.
  func check(_ table: AccuracyTable) throws -> [BenchmarkDataset] {
    try (target?.values.map(\.name) ?? []).filter { target in
      _ = try table.values(ColumnName(target))
      return table.kind(of: target).direction == .lower
    }
  }
}

/// What scores are held against: a table and its data sets.
struct TruthOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The accuracy table.", valueName: "TABLE.h5"), completion: .table)
  var table: String

  @OptionGroup var targets: TargetOptions

  /// What scores are held against; nil for every data set with test accuracy.
  var names: [BenchmarkDataset]? { targets.names }

  /// Opens the table, of either space, and says what is odd about it.
  func open() throws -> (table: AccuracyTable, cells: CellList) {
    let (table, cells) = try Truth.openAny(table)
    try Truth.noteNegated(targets.check(table))
    return (table, cells)
  }
}

/// The same, and which cells count.
struct AccuracyOptions: ParsableArguments {
  @OptionGroup var truth: TruthOptions

  @Option(
    help: "Which cells count: all; live, those without a dead operation; unique, one of each class of isomorphs."
  )
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
      datasets: accuracy.truth.names, population: accuracy.population, degenerate: degenerate,
      gainRanks: top?.ranks ?? 1000, top: top?.top, resamples: bootstrap.resamples, seed: seed,
      threads: bootstrap.computing.threads)
  }
}

/// Accuracy tables as every verb opens them.
enum Truth {
  /// Opens a table of NAS-Bench-201, and notes what was passed over in it and what is odd about its values.
  static func open(_ path: String) throws -> AccuracyTable {
    let table = try BenchmarkTable.open(path)
    noteDoubts(table, path)
    return table
  }

  /// The same of a table of either space.
  static func openAny(_ path: String) throws -> (table: AccuracyTable, cells: CellList) {
    let (table, cells) = try CellList.open(path)
    noteDoubts(table, path)
    return (table, cells)
  }

  /// Says which targets are turned around.
  static func noteNegated(_ targets: [BenchmarkDataset]) {
    for target in targets {
      Terminal.note("\(target): lower is better; its values are negated, so that a good ranking has a positive tau")
    }
  }

  private static func noteDoubts(_ table: AccuracyTable, _ path: String) {
    for note in table.notes + table.doubts() { Terminal.note("\(path): \(note)") }
  }
}

/// A further target of a table, by its name.
struct TargetName: ExpressibleByArgument, Sendable {
  let name: BenchmarkDataset

  init?(argument: String) {
    guard let name = BenchmarkDataset(spelled: argument) ?? BenchmarkDataset(target: argument) else { return nil }
    self.name = name
  }
}

extension NASBench201.Population: ExpressibleByArgument {}
