/// The rows of a run's cells, without cells that lack repeats or failed.
package struct CompleteCells {
  /// Per cell, by ascending index, its rows in the order of the repeats.
  package private(set) var cells: [ArraySlice<ScoreRow>]
  /// Cells that have fewer repeats than others, as an unfinished run has them.
  package let incomplete: Int
  /// Cells with a score that could not be computed (NaN) in some repeat.
  package let failed: Int

  /// Gathers the rows whose index is a member.
  package init(_ file: ScoreFile, isMember: (Int) -> Bool = { _ in true }) {
    let rows = file.rows.filter { isMember($0.index) }.sorted { $0.key < $1.key }
    let starts = rows.indices.filter { $0 == 0 || rows[$0].index != rows[$0 - 1].index }
    let all = zip(starts, starts.dropFirst() + [rows.count]).map { rows[$0..<$1] }
    let repeats = all.map(\.count).max() ?? 0
    let complete = all.filter { $0.count == repeats }
    cells = complete.filter { !$0.contains(where: \.isFailed) }
    (incomplete, failed) = (all.count - complete.count, complete.count - cells.count)
  }

  /// Leaves out further cells.
  package mutating func removeAll(where isRemoved: (ArraySlice<ScoreRow>) -> Bool) { cells.removeAll(where: isRemoved) }

  /// A metric's scores of all cells, one a repeat; nil if no cell has it.
  ///
  /// - Throws: ``StudyError`` if only some cells or repeats have it.
  package func scores(of metric: String, at place: Int, name: String) throws -> [[Double]]? {
    let columns = cells.map { rows in rows.compactMap { $0.scores[place] } }
    if let cell = columns.indices.first(where: { !columns[$0].isEmpty && columns[$0].count < cells[$0].count }) {
      throw StudyError(
        .badData, "\(name): cell \(cells[cell].first!.index): \(metric) is missing in some repeats")
    }
    let missing = columns.count(where: \.isEmpty)
    guard missing < columns.count else { return nil }
    guard missing == 0 else {
      throw StudyError(.badData, "\(name): \(metric) is missing for \(missing) of \(cells.count) cells")
    }
    return columns
  }
}
