import Randomness
import Scores
import SearchSpaces

/// A search for the best of NAS-Bench-201's cells by a rule, among those that it scores; no accuracy has a part in it.
///
/// ```swift
/// let rule = try Rule(parsing: "log meco_layers + log jacov")
/// let scorer = try RecordedScorer(readingFrom: "results/nas-bench-201-lite", rules: [rule])
/// let course = try CellSearch(rule: rule, strategy: .evolution, seed: 0, cells: 500).run(scorer)
/// course.steps.last?.cell
/// ```
public struct CellSearch: Sendable {
  /// How the next cells are picked.
  public enum Strategy: String, Sendable, Hashable, CaseIterable {
    /// Uniformly, each once.
    case random
    /// Regularised evolution (Real et al., AAAI 2019): the parent is the best of a few of a population, one operation of it is
    /// exchanged (and of its child, until that is a cell not scored before), and the oldest dies. Population 50, tournaments of 10, as for NAS-Bench-101 (Ying et al., ICML 2019); children are
    /// made 10 at a time, so that they can be scored side by side.
    case evolution
  }

  /// The cell that a rule prefers after some were scored.
  public struct Step: Sendable, Hashable {
    /// Cells scored.
    public let cells: Int
    /// The best of them by the rule, as an index; of equal ones the lowest.
    public let cell: Int
  }

  /// What a search did.
  public struct Course: Sendable, Hashable {
    /// The cells scored, in their order.
    public let scored: [Int]
    /// The preferred cell after 10, 20, 50, 100, … cells, and after the last.
    public let steps: [Step]
  }

  /// What decides.
  public let rule: Rule
  /// How cells are picked.
  public let strategy: Strategy
  /// What the picks are drawn from.
  public let seed: UInt64
  /// The most cells scored.
  public let cells: Int

  static let (populationSize, tournament, children) = (50, 10, 10)

  /// Describes a search.
  ///
  /// - Parameter cells: the most cells scored, 1 to 15,625.
  public init(rule: Rule, strategy: Strategy, seed: UInt64, cells: Int) {
    precondition((1...NASBench201.size).contains(cells), "the space has 1 to 15,625 cells")
    (self.rule, self.strategy, self.seed, self.cells) = (rule, strategy, seed, cells)
  }

  /// Searches.
  ///
  /// - Throws: what the scorer throws; ``StudyError`` if no cell has a score by every metric of the rule.
  public func run(_ scorer: some CellScorer) throws -> Course {
    var history = History(rule: rule)
    var stream = RandomStream(seed: seed, purpose: "cell-search", name: strategy.rawValue)
    let count = strategy == .random ? cells : min(cells, Self.populationSize)
    let first = stream.distinctIntegers(count, below: NASBench201.size)
    try history.score(first, scorer)
    if strategy == .evolution { try evolve(&history, from: first, scorer, &stream) }
    return Course(scored: history.cells, steps: try steps(history))
  }

  private func evolve(
    _ history: inout History, from first: [Int], _ scorer: some CellScorer, _ stream: inout RandomStream
  ) throws {
    var population = first
    while history.cells.count < cells {
      let fitness = try history.fitness()
      var born: [Int] = []
      while born.count < min(Self.children, cells - history.cells.count) {
        var child = neighbour(of: parent(in: population, fitness, &stream), &stream)
        // What is known teaches nothing: the walk goes on to a cell that is not.
        while history.isScored(child) || born.contains(child) { child = neighbour(of: child, &stream) }
        born.append(child)
      }
      try history.score(born, scorer)
      population = Array((population + born).suffix(Self.populationSize))
    }
  }

  private func parent(in population: [Int], _ fitness: [Int: Double], _ stream: inout RandomStream) -> Int {
    let size = min(Self.tournament, population.count)
    let contestants = stream.distinctIntegers(size, below: population.count).map { population[$0] }
    return contestants.min { (-fitness[$0]!, $0) < (-fitness[$1]!, $1) }!
  }

  /// The cell with another operation on one edge.
  private func neighbour(of index: Int, _ stream: inout RandomStream) -> Int {
    var operations = NASBench201.architectures[index].operations
    let edge = stream.integer(below: operations.count)
    let others = NASBench201.Operation.allCases.filter { $0 != operations[edge] }
    operations[edge] = others[stream.integer(below: others.count)]
    return NASBench201.index(of: NASBench201.Architecture(operations: operations))
  }

  private func steps(_ history: History) throws -> [Step] {
    let scored = history.cells.count
    let series = (1...4).flatMap { power in [1, 2, 5].map { $0 * (0..<power).reduce(1) { tens, _ in tens * 10 } } }
    return try (series.filter { $0 < scored } + [scored]).map { count in
      guard let best = try history.best(ofFirst: count) else {
        throw StudyError(.badData, "none of \(count) cells has a score by every metric of the rule '\(rule)'")
      }
      return Step(cells: count, cell: best)
    }
  }
}

/// The cells that a search has scored.
private struct History {
  let rule: Rule
  private(set) var cells: [Int] = []
  private var columns: [String: [Double]] = [:]
  private var known: Set<Int> = []

  init(rule: Rule) { self.rule = rule }

  func isScored(_ cell: Int) -> Bool { known.contains(cell) }

  mutating func score(_ new: [Int], _ scorer: some CellScorer) throws {
    guard !new.isEmpty else { return }
    let scores = try scorer.scores(of: new)
    try rule.require(scores.keys)
    for metric in rule.metrics { columns[metric, default: []] += scores[metric]! }
    cells += new
    known.formUnion(new)
  }

  /// The rule's scores of all cells, each placed among them all; −∞ for one that lacks a score.
  func fitness(ofFirst count: Int? = nil) throws -> [Int: Double] {
    let places = cells.indices.prefix(count ?? cells.count)
    let complete = places.filter { place in rule.metrics.allSatisfy { !columns[$0]![place].isNaN } }
    var fitness = Dictionary(uniqueKeysWithValues: places.map { (cells[$0], -Double.infinity) })
    let sums = try rule.scores { metric in complete.map { columns[metric]![$0] } }
    for (place, sum) in zip(complete, sums) { fitness[cells[place]] = sum }
    return fitness
  }

  func best(ofFirst count: Int) throws -> Int? {
    try fitness(ofFirst: count).filter { $0.value > -.infinity }.min { (-$0.value, $0.key) < (-$1.value, $1.key) }?.key
  }
}
