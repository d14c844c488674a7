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
      places[row.index] = .some(try cells.place(ofRow: row.index, row.architecture, name: name))
    }
    return places
  }

  fileprivate static func genotype(_ text: String, row: Int, _ name: String) throws -> DARTS.Genotype {
    do {
      return try DARTS.Genotype(parsing: text)
    } catch {
      throw StudyError(.badData, "\(name): row \(row): \(error)")
    }
  }
}

extension CellList {
  /// The place of a score's cell; nil of a genotype that is not in the list.
  ///
  /// - Parameters:
  ///   - index: the row's index, which is the cell's place in NAS-Bench-201.
  ///   - architecture: the row's cell.
  ///   - name: what errors call the scores.
  /// - Throws: ``StudyError`` if the cell is of another space.
  package func place(ofRow index: Int, _ architecture: String, name: String) throws -> Int? {
    guard SearchSpace(ofCell: architecture) ?? .nasBench201 == space else {
      throw StudyError(
        .badData,
        space == .darts
          ? "\(name): row \(index) is a cell of NAS-Bench-201; the table is of DARTS genotypes"
          : "\(name): row \(index) is a DARTS genotype, and not of NAS-Bench-201; a table of genotypes is needed (tenas table import --space darts)"
      )
    }
    return space == .darts ? place(of: try ScoreFile.genotype(architecture, row: index, name)) : index
  }
}
