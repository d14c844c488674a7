import Metrics
import SearchSpaces
import Statistics

/// A run's scores, one row a cell: the arithmetic mean over repeats.
public struct CellScores: Sendable {
  /// The list that ``indices`` are places of.
  public let cells: CellList
  /// Cells of the run that the list does not have; they are not in ``indices``.
  public let strange: Int
  /// The metric columns that hold scores.
  public let metrics: [String]
  /// The cells' indices, ascending.
  public let indices: [Int]
  /// Per metric of ``metrics``, one score a cell.
  public let columns: [[Double]]
  /// Cells of the population whose κ is infinite in some repeat; under ``DegeneratePolicy/drop`` they are not in ``indices``.
  public let degenerate: Int
  /// What became of infinite κ.
  public let policy: DegeneratePolicy
  /// Cells of the population with fewer repeats than others, as an unfinished run has them; they are not in ``indices``.
  public let incomplete: Int
  /// Cells of the population with a score that could not be computed (NaN) in some repeat; they are not in ``indices``.
  public let failed: Int

  /// Averages over repeats, keeping the cells of a population.
  ///
  /// - Parameters:
  ///   - file: a run's scores, rows in any order.
  ///   - given: the cells of the table that the scores are for; nil for those of the file.
  ///   - population: the cells to keep.
  ///   - policy: what becomes of an infinite κ.
  ///   - name: what errors call the file.
  /// - Throws: ``StudyError`` naming a cell of another space, or a column that only some cells have.
  public init(
    _ file: ScoreFile, of given: CellList? = nil, population: NASBench201.Population = .all,
    degenerate policy: DegeneratePolicy = .inf, name: String
  ) throws {
    let cells = try given ?? file.cells(name: name)
    let places = try file.places(in: cells, name: name)
    var isInPopulation = [Bool](repeating: false, count: cells.count)
    for index in try cells.population(population) { isInPopulation[index] = true }
    var kept = CompleteCells(file) { row in places[row]?.map { isInPopulation[$0] } ?? false }
    (incomplete, failed) = (kept.incomplete, kept.failed)
    (self.cells, strange) = (cells, places.values.count { $0 == nil })

    let kappa = file.metrics.firstIndex(of: Kappa.description.name)
    func isDegenerate(_ rows: ArraySlice<ScoreRow>) -> Bool {
      kappa.map { place in rows.contains { $0.scores[place] == .infinity } } ?? false
    }
    degenerate = kept.cells.count(where: isDegenerate)
    if policy == .drop { kept.removeAll(where: isDegenerate) }

    var (metrics, columns) = ([String](), [[Double]]())
    for (place, metric) in file.metrics.enumerated() {
      let infinity = place == kappa && policy == .authors ? DegeneratePolicy.authorsValue : .infinity
      guard let scores = try kept.scores(of: metric, at: place, name: name) else { continue }
      metrics.append(metric)
      columns.append(scores.map { repeats in repeats.map { $0 == .infinity ? infinity : $0 }.mean })
    }
    (self.metrics, self.columns, self.policy) = (metrics, columns, policy)
    indices = kept.cells.map { places[$0.first!.index]!! }
  }

  /// A metric's scores, one a cell; nil where it was not computed.
  public func column(_ metric: String) -> [Double]? { metrics.firstIndex(of: metric).map { columns[$0] } }

  /// κ and R of every cell.
  ///
  /// - Throws: ``StudyError`` if one of them was not computed.
  package func kappaAndRegions(name: String) throws -> (kappa: [Double], regions: [Double]) {
    guard let kappa = column(Kappa.description.name), let regions = column(Regions.description.name) else {
      if indices.isEmpty { return ([], []) }
      throw StudyError(.badData, "\(name): kappa and regions are needed; score with --metrics kappa,regions")
    }
    return (kappa, regions)
  }
}
