import AccuracyTables
import SearchSpaces

/// Accuracy tables of NAS-Bench-201; ``CellList/open(_:)`` opens those of genotypes, too.
public enum BenchmarkTable {
  /// Opens a table and checks that its cells are the benchmark's, in the benchmark's order.
  ///
  /// - Throws: `HDF5Error` or `FileError`, naming the file and what is wrong in it.
  public static func open(_ path: String) throws -> AccuracyTable {
    let (table, cells) = try CellList.open(path)
    guard cells.space == .nasBench201 else {
      throw StudyError(
        .usage,
        "\(path): is a table of DARTS genotypes; one of NAS-Bench-201's cells is needed here. correlate, validate, combine, top, cell, explore, ablate weights and export take it"
      )
    }
    return table
  }
}
