/// A supernet whose operations can be pruned one by one until a cell is left (TE-NAS, algorithm 1).
///
/// Cells, edges and operations are numbered as their names are listed. Conforming to this (and to `Cell`, so that a network
/// can be built) is all that a space needs to be searched.
public protocol PrunableSupernet: Hashable, Sendable {
  /// The kinds of cell that are searched side by side, for example `normal` and `reduce`.
  static var cellNames: [String] { get }

  /// The edges, the same in every cell.
  static var edgeNames: [String] { get }

  /// The operations, the same on every edge, without commas or blanks.
  static var operationNames: [String] { get }

  /// Edges of which only ``edgesKeptPerGroup`` may stay, because they end in the same node. Whole edges are pruned once every
  /// edge has one operation left; empty where every edge stays.
  static var edgeGroups: [Range<Int>] { get }

  /// How many edges of a group stay; smaller groups stay whole.
  static var edgesKeptPerGroup: Int { get }

  /// The operations of an edge that have not been pruned, ascending. An edge that has none contributes zero.
  func remainingOperations(cell: Int, edge: Int) -> [Int]

  /// The supernet without one operation.
  func pruning(cell: Int, edge: Int, operation: Int) -> Self

  /// The cell that is left, as its space writes it, once nothing remains to be pruned; otherwise nil.
  var foundCell: String? { get }
}

extension PrunableSupernet {
  /// No groups: every edge stays.
  public static var edgeGroups: [Range<Int>] { [] }

  /// Two, as each node of a DARTS cell has two inputs.
  public static var edgesKeptPerGroup: Int { 2 }

  /// The supernet without one edge: all its operations pruned.
  public func pruning(cell: Int, edge: Int) -> Self {
    remainingOperations(cell: cell, edge: edge).reduce(self) { $0.pruning(cell: cell, edge: edge, operation: $1) }
  }

  /// How many operations remain, over all cells and edges.
  public var operationCount: Int {
    Self.cellNames.indices.reduce(0) { total, cell in
      Self.edgeNames.indices.reduce(total) { $0 + remainingOperations(cell: cell, edge: $1).count }
    }
  }

  /// The operations left on every edge in one line without commas, `a+b|c||a` for four edges of which the third is pruned;
  /// where there are several cells, `normal:…;reduce:…`. Two states of a space have the same text exactly if the same
  /// operations remain.
  public var stateText: String {
    let cells = stateCells { operations in operations.map { Self.operationNames[$0] }.joined(separator: "+") }
    guard cells.count > 1 else { return cells[0] }
    return zip(Self.cellNames, cells).map { "\($0):\($1)" }.joined(separator: ";")
  }

  /// The same in short: operations by number (one digit each, in base 36), `12|3||1`; several cells parted by `;`.
  public var stateCode: String {
    stateCells { operations in operations.map { String($0, radix: 36) }.joined() }.joined(separator: ";")
  }

  private func stateCells(_ edge: ([Int]) -> String) -> [String] {
    Self.cellNames.indices.map { cell in
      Self.edgeNames.indices.map { edge(remainingOperations(cell: cell, edge: $0)) }.joined(separator: "|")
    }
  }
}

extension NASBench201.Supernet: PrunableSupernet {
  /// One kind of cell, `cell`.
  public static var cellNames: [String] { ["cell"] }
  /// The six edges, `1<-0` to `3<-2`.
  public static var edgeNames: [String] { NASBench201.Edge.all.map(\.description) }
  /// The five operations by the benchmark's names.
  public static var operationNames: [String] { NASBench201.Operation.allCases.map(\.rawValue) }

  /// The operations of an edge that have not been pruned.
  public func remainingOperations(cell: Int, edge: Int) -> [Int] { remainingOperations(edge: edge).map(\.index) }

  /// The supernet without one operation.
  public func pruning(cell: Int, edge: Int, operation: Int) -> Self {
    pruning(edge: edge, NASBench201.Operation.allCases[operation])
  }

  /// The benchmark's string of the cell that is left; nil while some edge has more than one operation.
  public var foundCell: String? { architecture?.description }
}
