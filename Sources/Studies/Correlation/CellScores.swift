import SearchSpaces

/// A run's scores, one row a cell: the arithmetic mean over repeats.
public struct CellScores: Sendable {
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
  ///   - population: the cells to keep.
  ///   - policy: what becomes of an infinite κ.
  ///   - name: what errors call the file.
  /// - Throws: ``StudyError`` naming a cell of another space, or a column that only some cells have.
  public init(
    _ file: ScoreFile, population: NASBench201.Population = .all, degenerate policy: DegeneratePolicy = .inf,
    name: String
  ) throws {
    if let row = file.rows.first(where: { $0.architecture.hasPrefix("Genotype(") }) {
      throw StudyError(
        .badData, "\(name): row \(row.index) is a DARTS genotype; accuracy is known of NAS-Bench-201's cells only")
    }
    var cells = Self.cells(of: file, population: population)
    let repeats = cells.map(\.count).max() ?? 0
    let all = cells.count
    cells.removeAll { $0.count < repeats }
    incomplete = all - cells.count
    let complete = cells.count
    cells.removeAll { $0.contains(where: \.isFailed) }
    failed = complete - cells.count

    let kappa = file.metrics.firstIndex(of: "kappa")
    func isDegenerate(_ rows: ArraySlice<ScoreRow>) -> Bool {
      kappa.map { place in rows.contains { $0.scores[place] == .infinity } } ?? false
    }
    degenerate = cells.count(where: isDegenerate)
    if policy == .drop { cells.removeAll(where: isDegenerate) }

    var (metrics, columns) = ([String](), [[Double]]())
    for (place, metric) in file.metrics.enumerated() {
      let infinity = place == kappa && policy == .authors ? DegeneratePolicy.authorsValue : .infinity
      let column = try cells.compactMap {
        try Self.mean($0, place: place, infinity: infinity, metric: metric, name: name)
      }
      guard !column.isEmpty else { continue }
      guard column.count == cells.count else {
        throw StudyError(
          .badData, "\(name): \(metric) is missing for \(cells.count - column.count) of \(cells.count) cells")
      }
      metrics.append(metric)
      columns.append(column)
    }
    (self.metrics, self.columns, self.policy) = (metrics, columns, policy)
    indices = cells.map { $0.first!.index }
  }

  /// The rows of each cell of a population, by index and repeat.
  private static func cells(of file: ScoreFile, population: NASBench201.Population) -> [ArraySlice<ScoreRow>] {
    var isMember = [Bool](repeating: false, count: NASBench201.size)
    for index in NASBench201.population(population) { isMember[index] = true }
    let rows = file.rows.filter { isMember[$0.index] }.sorted { $0.key < $1.key }
    let starts = rows.indices.filter { $0 == 0 || rows[$0].index != rows[$0 - 1].index }
    return zip(starts, starts.dropFirst() + [rows.count]).map { rows[$0..<$1] }
  }

  /// The mean of one metric over the repeats of a cell; nil if none has it.
  private static func mean(
    _ rows: ArraySlice<ScoreRow>, place: Int, infinity: Double, metric: String, name: String
  ) throws -> Double? {
    var (sum, count) = (0.0, 0)
    for row in rows {
      guard let score = row.scores[place] else { continue }
      sum += score == .infinity ? infinity : score
      count += 1
    }
    guard count == rows.count || count == 0 else {
      throw StudyError(.badData, "\(name): cell \(rows.first!.index): \(metric) is missing in some repeats")
    }
    return count == 0 ? nil : sum / Double(count)
  }
}
