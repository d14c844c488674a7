import AccuracyTables
import Files
import Scores
import SearchSpaces
import Statistics
import Synchronization
import WorkQueue

/// What searches of whole cells found, by the number of cells they had scored, and how good that is.
public struct CellSearchReport: Sendable {
  /// The cell that a search preferred at a step.
  public struct Row: Sendable, Hashable {
    /// The rule as it was given.
    public let rule: String
    /// How cells were picked.
    public let strategy: CellSearch.Strategy
    /// What they were drawn from.
    public let seed: UInt64
    /// Cells scored, and the one preferred.
    public let step: CellSearch.Step
    /// Per data set of ``SearchReport/datasets``, what the table knows of it; nil without a table, or if it knows nothing.
    public let accuracies: [AccuracyPlace?]
  }

  /// A step over all seeds.
  public struct Summary: Sendable {
    /// Rule, strategy and cells scored.
    public let rule: String, strategy: CellSearch.Strategy, cells: Int
    /// Seeds that came so far.
    public let seeds: Int
    /// Processor time for the cells' scores, in seconds; nil where it is unknown.
    public let seconds: Double?
    /// Per data set of ``SearchReport/datasets``, the test accuracy in percent over the seeds; nil where it is unknown.
    public let accuracies: [Spread?]
    /// Per data set, the median place of the cell among all; nil where it is unknown.
    public let places: [Double?]
  }

  /// By rule, strategy, seed and step.
  public let rows: [Row]
  /// By rule, strategy and step.
  public let summaries: [Summary]
  /// Per data set, the mean over all cells, and the best; nil without a table.
  public let bounds: [(mean: Double, best: Double)?]

  /// Runs searches and looks up what they found.
  ///
  /// - Parameters:
  ///   - rules: under the names that they were given by.
  ///   - seeds: a search each.
  ///   - cells: the most cells a search scores.
  ///   - table: where accuracies are looked up.
  ///   - isCancelled: asked before each search; once true, the report ends with an error of kind `interrupted`.
  /// - Throws: what the scorer throws.
  public init(
    _ rules: [(name: String, rule: Rule)], strategies: [CellSearch.Strategy], seeds: [UInt64], cells: Int,
    scorer: some CellScorer, table: AccuracyTable? = nil,
    isCancelled: @Sendable () -> Bool = { false }
  ) throws {
    let columns = try SearchReport.accuracies(in: table)
    var (rows, summaries) = ([Row](), [Summary]())
    for (name, rule) in rules {
      for strategy in strategies {
        let courses = Mutex([CellSearch.Course?](repeating: nil, count: seeds.count))
        try WorkQueue.forEach(seeds.count, threads: scorer.searches) { _, place in
          guard !isCancelled() else {
            throw StudyError(.interrupted, "interrupted; nothing of the searches is written")
          }
          let course = try CellSearch(rule: rule, strategy: strategy, seed: seeds[place], cells: cells).run(scorer)
          courses.withLock { $0[place] = course }
        }
        let found = zip(seeds, courses.withLock { $0 }).flatMap { seed, course in
          course!.steps.map { step in
            Row(
              rule: name, strategy: strategy, seed: seed, step: step,
              accuracies: columns.map { $0.flatMap { AccuracyPlace(of: step.cell, in: $0) } })
          }
        }
        let times = try rule.metrics.map(scorer.milliseconds)
        let milliseconds = times.contains(nil) ? nil : times.reduce(0) { $0 + $1! }
        let steps = Dictionary(grouping: found, by: \.step.cells).sorted { $0.key < $1.key }
        summaries += steps.map { Self.summary($0.value, cells: $0.key, milliseconds: milliseconds) }
        rows += found
      }
    }
    (self.rows, self.summaries) = (rows, summaries)
    bounds = columns.map { column in
      column.flatMap { all in
        let known = all.filter { !$0.isNaN }
        return known.max().map { (known.mean, $0) }
      }
    }
  }

  /// What every search preferred at last.
  public var last: [Row] {
    rows.filter { row in !rows.contains { $0.isOfSearch(row) && $0.step.cells > row.step.cells } }
  }

  private static func summary(_ rows: [Row], cells: Int, milliseconds: Double?) -> Summary {
    let places = SearchReport.datasets.indices.map { place in rows.compactMap { $0.accuracies[place] } }
    return Summary(
      rule: rows[0].rule, strategy: rows[0].strategy, cells: cells, seeds: rows.count,
      seconds: milliseconds.map { $0 * Double(cells) / 1000 },
      accuracies: places.map { $0.isEmpty ? nil : Spread($0.map(\.value)) },
      places: places.map { $0.isEmpty ? nil : quantile($0.map { Double($0.rank) }.sorted(), at: 0.5) })
  }
}
