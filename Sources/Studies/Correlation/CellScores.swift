import SearchSpaces

/// A run's scores, one row a cell: the arithmetic mean over repeats.
public struct CellScores: Sendable {
  /// The metric columns that hold scores.
  public let metrics: [String]
  /// The cells' indices, ascending.
  public let indices: [Int]
  /// Per metric of ``metrics``, one score a cell.
  public let columns: [[Double]]
  /// The cells with an infinite κ in some repeat; empty once dropped.
  public let degenerate: Int
  /// The cells left out because their κ is infinite.
  public let dropped: Int

  /// Averages over repeats, keeping the cells of a population.
  ///
  /// - Throws: ``StudyError`` naming the cell and column of a NaN, or a column that only some cells have.
  public init(
    _ file: ScoreFile, population: NASBench201.Population = .all, degenerate policy: DegeneratePolicy = .inf,
    name: String
  ) throws {
    let kept = Set(NASBench201.population(population))
    let cells = Dictionary(grouping: file.rows.filter { kept.contains($0.index) }, by: \.index)
    let kappa = file.metrics.firstIndex(of: "kappa")
    let infinite = Set(
      cells.filter { _, rows in kappa.map { place in rows.contains { $0.scores[place] == .infinity } } ?? false }.keys)
    let indices = cells.keys.sorted().filter { policy != .drop || !infinite.contains($0) }
    var (metrics, columns) = ([String](), [[Double]]())
    for (place, metric) in file.metrics.enumerated() {
      var column: [Double] = []
      for index in indices {
        let scores = cells[index]!.compactMap { row in
          row.scores[place].map {
            policy == .authors && metric == "kappa" && $0 == .infinity ? DegeneratePolicy.authorsValue : $0
          }
        }
        if scores.contains(where: \.isNaN) {
          throw StudyError(
            .badData, "\(name): cell \(index): \(metric) is not a number; score the cell again or leave it out")
        }
        if !scores.isEmpty { column.append(scores.reduce(0, +) / Double(scores.count)) }
      }
      guard !column.isEmpty else { continue }
      guard column.count == indices.count else {
        throw StudyError(
          .badData, "\(name): \(metric) is missing for \(indices.count - column.count) of \(indices.count) cells")
      }
      metrics.append(metric)
      columns.append(column)
    }
    (self.metrics, self.indices, self.columns) = (metrics, indices, columns)
    (self.degenerate, dropped) = (policy == .drop ? 0 : infinite.count, policy == .drop ? infinite.count : 0)
  }
}
