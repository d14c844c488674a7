import Files
import Metrics
import SearchSpaces

extension ScoreTable {
  /// Adds a rule's scores as a column of the rule's name: of the population's cells that have every score the rule is made of, each
  /// placed among these.
  ///
  /// - Throws: ``StudyError`` naming the metrics that are not there, and how a run gets them.
  public mutating func add(_ rule: Rule, named name: String, population: NASBench201.Population = .all) throws {
    let known = Dictionary(columns.filter { $0.dataset == nil }.map { ($0.name, $0.values) }) { first, _ in first }
    try rule.require(known.keys)
    let cells = try self.cells.population(population).filter { cell in
      rule.metrics.allSatisfy { !known[$0]![cell].isNaN }
    }
    let scores = try rule.scores { metric in cells.map { known[metric]![$0] } }
    var values = [Double](repeating: .nan, count: self.cells.count)
    for (cell, score) in zip(cells, scores) { values[cell] = score }
    columns.append(ScoreColumn(name: name, direction: .higherIsBetter, values: values))
  }
}

extension Rule {
  /// Makes sure that every metric of the rule is there.
  ///
  /// - Throws: ``StudyError`` naming those that are not, and how a run gets them.
  package func require(_ known: some Collection<String>) throws {
    let lacking = metrics.filter { !known.contains($0) }
    guard lacking.isEmpty else {
      let (some, others) = (
        lacking.filter { MetricTable.entry(named: $0) != nil }, lacking.filter { MetricTable.entry(named: $0) == nil }
      )
      let reason =
        others.isEmpty
        ? "add them to the run with tenas score --metrics \(some.joined(separator: ","))"
        : (others.compactMap { $0.nearest(among: known.sorted()) }.first.map { "did you mean '\($0)'? " } ?? "")
          + "there are \(known.sorted().joined(separator: ", "))"
      throw StudyError(
        .usage, "the rule '\(self)' needs \(lacking.joined(separator: ", ")), which the scores lack; \(reason)")
    }
  }
}
