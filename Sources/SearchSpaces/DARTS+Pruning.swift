extension DARTS.Supernet: PrunableSupernet {
  /// `normal` and `reduce`.
  public static var cellNames: [String] { DARTS.CellKind.allCases.map(\.rawValue) }
  /// The fourteen edges, `0<-0` to `3<-4`.
  public static var edgeNames: [String] { DARTS.Edge.all.map(\.description) }
  /// The eight operations by their usual names.
  public static var operationNames: [String] { DARTS.Operation.allCases.map(\.rawValue) }
  /// The edges that end in each of the four nodes.
  public static var edgeGroups: [Range<Int>] { [0..<2, 2..<5, 5..<9, 9..<14] }
  /// Two edges a node.
  public static var edgesKeptPerGroup: Int { DARTS.edgesPerNode }

  /// The operations of an edge that have not been pruned.
  public func remainingOperations(cell: Int, edge: Int) -> [Int] {
    remainingOperations(DARTS.CellKind.allCases[cell], edge: edge).map(\.index)
  }

  /// The supernet without one operation.
  public func pruning(cell: Int, edge: Int, operation: Int) -> Self {
    pruning(DARTS.CellKind.allCases[cell], edge: edge, DARTS.Operation.allCases[operation])
  }

  /// The genotype that is left; nil while something remains to be pruned.
  public var foundCell: String? { genotype?.description }
}
