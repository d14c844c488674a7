import Networks
import SearchSpaces

/// A cell of a run.
public struct SelectedCell: Sendable {
  /// The cell's index in its space's tables, or its place in the list of genotypes.
  public let index: Int
  /// How the space writes it.
  public let text: String
  /// What names its random streams: the index (NAS-Bench-201), or a hash of the genotype (DARTS).
  public let key: UInt64
  /// What is scored.
  public let cell: any Cell

  init(_ architecture: NASBench201.Architecture, index: Int) {
    (self.index, text, key, cell) = (index, architecture.description, UInt64(index), architecture)
  }

  init(_ genotype: DARTS.Genotype, index: Int) {
    (self.index, text, key, cell) = (index, genotype.description, genotype.stableHash, genotype)
  }

  static func list(_ genotypes: [DARTS.Genotype]) -> [SelectedCell] {
    genotypes.enumerated().map { SelectedCell($1, index: $0) }
  }
}
