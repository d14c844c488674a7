import AccuracyTables
import SearchSpaces

extension AccuracyTable {
  /// A table of all cells, in memory.
  package static func made(_ columns: [ColumnName: [Double]]) throws -> AccuracyTable {
    try AccuracyTable(
      source: "made up", architectures: NASBench201.architectures.map(\.description), columns: columns)
  }

  /// CIFAR-10 accuracies in some order of the cells.
  package static func made(_ accuracy: (Int) -> Double) throws -> AccuracyTable {
    try made([ColumnName(.cifar10): (0..<NASBench201.size).map(accuracy)])
  }
}
