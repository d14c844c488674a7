import AccuracyTables
import SearchSpaces

/// Accuracy tables of NAS-Bench-201.
public enum BenchmarkTable {
  /// Opens a table and checks that its cells are the benchmark's, in the benchmark's order.
  ///
  /// - Throws: `HDF5Error` or `FileError`, naming the file and what is wrong in it.
  public static func open(_ path: String) throws -> AccuracyTable {
    let table = try AccuracyTable(readingFrom: path)
    try table.validateOrder(NASBench201.architectures.map(\.description))
    return table
  }
}
