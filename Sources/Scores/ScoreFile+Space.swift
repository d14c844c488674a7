import SearchSpaces

extension ScoreFile {
  /// The space of the cells; NAS-Bench-201 of a file without rows.
  package var space: SearchSpace { rows.first.flatMap { SearchSpace(ofCell: $0.architecture) } ?? .nasBench201 }

  /// The cells that the rows are of: NAS-Bench-201, or the genotypes by ascending index.
  package func cells(name: String) throws -> CellList {
    guard space == .darts else { return .nasBench201 }
    let texts = Dictionary(rows.map { ($0.index, $0.architecture) }) { first, _ in first }.sorted { $0.key < $1.key }
    return try CellList(genotypes: texts.map { try Self.genotype($0.value, row: $0.key, name) }, name: name)
  }

  /// By the rows' index, the cell's place in a list; nil of one that is not in it.
  ///
  /// - Throws: ``StudyError`` if the rows are of another space.
  package func places(in cells: CellList, name: String) throws -> [Int: Int?] {
    var places: [Int: Int?] = [:]
    for row in rows where places[row.index] == nil {
      guard SearchSpace(ofCell: row.architecture) ?? .nasBench201 == cells.space else {
        throw StudyError(
          .badData,
          cells.space == .darts
            ? "\(name): row \(row.index) is a cell of NAS-Bench-201; the table is of DARTS genotypes"
            : "\(name): row \(row.index) is a DARTS genotype, and not of NAS-Bench-201; a table of genotypes is needed (tenas table import --space darts)"
        )
      }
      places[row.index] = .some(
        cells.space == .darts ? cells.place(of: try Self.genotype(row.architecture, row: row.index, name)) : row.index)
    }
    return places
  }

  private static func genotype(_ text: String, row: Int, _ name: String) throws -> DARTS.Genotype {
    do {
      return try DARTS.Genotype(parsing: text)
    } catch {
      throw StudyError(.badData, "\(name): row \(row): \(error)")
    }
  }

  /// Throws ``StudyError`` unless the cell is one of those that accuracy tables and tuples are about.
  package static func requireBenchmark(_ architecture: String?, _ name: String) throws {
    guard architecture.flatMap({ SearchSpace(ofCell: $0) }) != .darts else {
      throw StudyError(
        .usage, "\(name): its cells are DARTS genotypes, but accuracies and tuples are of NAS-Bench-201's cells only")
    }
  }
}
