import AccuracyTables
import Metrics
import Randomness
import Scores
import SearchSpaces
import Statistics

/// Scores and accuracies of the cells that a study is about.
struct Material: Sendable {
  /// The list that ``cells`` are places of.
  let list: CellList
  /// The cells' places.
  let cells: [Int]
  /// A number a cell by metric.
  let scores: [String: [Double]]
  /// The terms that rules may have.
  let terms: [Rule.Term]
  /// Data sets judged, and the accuracies of each.
  let datasets: [BenchmarkDataset]
  let accuracies: [[Double]]
  /// The data sets that rules are chosen on.
  let chosenOn: [BenchmarkDataset]
  /// Places of the cells that rules may be chosen on.
  let chosenFrom: [Int]
  let notes: [String]

  init(
    _ table: ScoreTable, name: String, table accuracy: AccuracyTable, metrics wanted: [String]?,
    datasets: [BenchmarkDataset], options: CombinationOptions
  ) throws {
    var notes = table.notes
    let columns = try Self.columns(table, name: name, wanted)
    let accuracies = try datasets.map { try accuracy.merits(ColumnName($0)) }
    let known = (0..<table.cells.count).filter { cell in accuracies.allSatisfy { !$0[cell].isNaN } }
    let scored = known.filter { cell in columns.contains { !$0.values[cell].isNaN } }
    let cells = scored.filter { cell in columns.allSatisfy { !$0.values[cell].isNaN } }
    if cells.count < scored.count {
      notes.append("\(name): \(scored.count - cells.count) cells lack a score by some metric, and were left out")
    }
    let chosenFrom = try Self.places(of: options.population, among: cells, of: table.cells)
    // Fewer leave an inner fold of a few cells, on which every rule is as good as the next.
    guard chosenFrom.count >= 20 * options.folds else {
      throw StudyError(
        .badData,
        "\(name): has \(chosenFrom.count) cells of population \(options.population.rawValue) with every score and accuracy; \(options.folds) folds need \(20 * options.folds)"
      )
    }
    func isConstant(_ values: [Double]) -> Bool {
      chosenFrom.allSatisfy { values[cells[$0]] == values[cells[chosenFrom[0]]] }
    }
    let constant = columns.filter { isConstant($0.values) }.map(\.name)
    if !constant.isEmpty {
      notes.append("\(name): the same for all cells, and left out: \(constant.joined(separator: ", "))")
    }
    let varying = columns.filter { !constant.contains($0.name) }
    guard !varying.isEmpty else { throw StudyError(.badData, "\(name): no metric differs from cell to cell") }
    let (distinct, alike) = try Self.distinct(varying, cells: chosenFrom.map { cells[$0] })
    if !alike.isEmpty {
      notes.append(
        "\(name): some metrics rank the cells alike, and the first of them stands for all: \(alike.joined(separator: "; "))"
      )
    }
    let unknown = varying.map(\.name).filter { MetricTable.entry(named: $0) == nil }
    if !unknown.isEmpty {
      notes.append(
        "\(name): \(unknown.joined(separator: ", ")): no metric of this program; the highest score is taken for the best, so negate one of which the lowest is"
      )
    }
    (self.cells, list) = (cells, table.cells)
    scores = Dictionary(
      uniqueKeysWithValues: columns.map { column in (column.name, cells.map { column.values[$0] }) })
    terms = TermColumns.terms(of: distinct, forms: options.forms)
    self.datasets = datasets
    chosenOn = options.chosenOn ?? datasets
    if let missing = chosenOn.first(where: { !datasets.contains($0) }) {
      throw StudyError(.usage, "rules are to be chosen on \(missing.rawValue), which is not among the data sets judged")
    }
    self.accuracies = accuracies.map { all in cells.map { all[$0] } }
    (self.chosenFrom, self.notes) = (chosenFrom, notes)
  }

  /// The metrics that rank some cells differently, and groups of those that rank them alike: in a sum one of a group can do what any other can.
  private static func distinct(
    _ columns: [ScoreColumn], cells: [Int]
  ) throws -> (names: [String], alike: [String]) {
    var groups: [(ranked: RankedColumn, names: [String])] = []
    for column in columns {
      let sign: Double = MetricTable.isLowerBetter(column.name) ? -1 : 1
      let ranked = try RankedColumn(cells.map { sign * column.values[$0] }, name: column.name)
      if let place = groups.firstIndex(where: { $0.ranked.ranks(as: ranked) }) {
        groups[place].names.append(column.name)
      } else {
        groups.append((ranked, [column.name]))
      }
    }
    return (
      groups.map { $0.names[0] }, groups.map(\.names).filter { $0.count > 1 }.map { $0.joined(separator: ", ") }
    )
  }

  private static func columns(
    _ table: ScoreTable, name: String, _ wanted: [String]?
  ) throws -> [ScoreColumn] {
    let usable = table.columns.filter { $0.dataset == nil }
    guard let wanted else { return usable }
    return try wanted.map { metric in
      guard let column = usable.first(where: { $0.name == metric }) else {
        let isKnown = MetricTable.entry(named: metric) != nil
        throw StudyError(
          .usage,
          "\(name): has no metric '\(metric)'; "
            + (isKnown
              ? "add it to the run with tenas score --metrics \(metric), or leave it out"
              : "it has \(usable.map(\.name).joined(separator: ", "))"))
      }
      return column
    }
  }

  /// The places of a population's cells.
  ///
  /// - Throws: ``StudyError`` for a population that the space does not have.
  static func places(
    of population: NASBench201.Population, among cells: [Int], of list: CellList
  ) throws -> [Int] {
    let members = Set(try list.population(population))
    return cells.indices.filter { members.contains(cells[$0]) }
  }

  /// The accuracies that rules are chosen on, of some cells.
  func targets(_ places: [Int]) throws -> [RankedColumn] {
    try zip(datasets, accuracies).filter { chosenOn.contains($0.0) }.map { _, values in
      try RankedColumn(places.map { values[$0] }, name: "accuracy")
    }
  }

  /// A rule's objective on some cells.
  func objective(_ rule: Rule, on places: [Int], options: CombinationOptions) throws -> Double {
    let sum = try rule.scores { metric in places.map { scores[metric]![$0] } }
    return RuleSearch.objective(try RankedColumn(sum), try targets(places), options.objective)
  }

  /// What the searches depend on, a line each.
  func determines(_ options: CombinationOptions) -> [String] {
    var hash = StableHash()
    for metric in scores.keys.sorted() { for value in scores[metric]! { hash.combine(value.bitPattern) } }
    for column in accuracies { for value in column { hash.combine(value.bitPattern) } }
    return [
      "scores and accuracies \(String(hash.value, radix: 16))", "population \(options.population.rawValue)",
      "data sets \(chosenOn.map(\.rawValue).joined(separator: ","))", "objective \(options.objective.rawValue)",
      "terms \(options.terms)", "forms \(options.forms.map(\.rawValue).joined(separator: ","))",
      "weights \(options.weights)", "folds \(options.folds) and \(options.innerFolds)", "beam \(options.beam)",
      "cells \(options.cells.map { "\($0)" } ?? "all")", "seed \(options.agreement.seed)",
      "metrics \(terms.map { $0.metrics.joined(separator: ">") }.joined(separator: ","))",
    ]
  }
}
