import SearchSpaces

extension ScoreFile {
  /// Whether the cells are NAS-Bench-201's; of a file without rows it may be assumed.
  package var isOfBenchmark: Bool { Self.isOfBenchmark(rows.first?.architecture) }

  /// Throws ``StudyError`` unless the cell is one of those that accuracy tables and tuples are about.
  package static func requireBenchmark(_ architecture: String?, _ name: String) throws {
    guard isOfBenchmark(architecture) else {
      throw StudyError(
        .usage, "\(name): its cells are DARTS genotypes, but accuracies and tuples are of NAS-Bench-201's cells only")
    }
  }

  private static func isOfBenchmark(_ architecture: String?) -> Bool {
    !(architecture?.hasPrefix("Genotype(") ?? false)
  }
}
