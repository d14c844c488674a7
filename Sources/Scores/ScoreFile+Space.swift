import SearchSpaces

extension ScoreFile {
  /// The space of the cells; NAS-Bench-201 of a file without rows.
  package var space: SearchSpace { rows.first.flatMap { SearchSpace(ofCell: $0.architecture) } ?? .nasBench201 }

  /// Throws ``StudyError`` unless the cell is one of those that accuracy tables and tuples are about.
  package static func requireBenchmark(_ architecture: String?, _ name: String) throws {
    guard architecture.flatMap({ SearchSpace(ofCell: $0) }) != .darts else {
      throw StudyError(
        .usage, "\(name): its cells are DARTS genotypes, but accuracies and tuples are of NAS-Bench-201's cells only")
    }
  }
}
