extension NASBench201 {
  /// One cell: an operation on each of the six edges.
  ///
  /// Held as a number below 5⁶ whose most significant base-5 digit is the first edge, so that copying, comparing and
  /// hashing cost nothing.
  public struct Architecture: Hashable, Sendable {
    /// The position among all cells listed with the first edge outermost, 0..<15,625. This is not the benchmark's index,
    /// which `NASBench201.index(of:)` gives.
    public let code: Int

    /// The cell with one operation for each edge of `Edge.all`.
    ///
    /// - Precondition: there are six operations.
    public init(operations: [Operation]) {
      precondition(operations.count == Edge.all.count, "a cell has 6 operations, not \(operations.count)")
      code = operations.reduce(0) { $0 * 5 + $1.index }
    }

    /// The cell at a position of the plain listing, before the benchmark's shuffle.
    ///
    /// - Precondition: `code` is in 0..<15,625.
    public init(code: Int) {
      precondition(0..<NASBench201.size ~= code, "a cell's code is below 15625, not \(code)")
      self.code = code
    }

    /// The operations in the order of `Edge.all`.
    public var operations: [Operation] { (0..<6).map { self[$0] } }

    /// The operation on the edge at a position of `Edge.all`.
    public subscript(edge: Int) -> Operation { Operation.allCases[code / Self.placeValues[edge] % 5] }

    /// The operation on an edge.
    public subscript(edge: Edge) -> Operation { self[Edge.index(source: edge.source, target: edge.target)] }

    private static let placeValues = [3125, 625, 125, 25, 5, 1]
  }
}

extension NASBench201.Architecture: CustomStringConvertible {
  /// The benchmark's string, `|op~0|+|op~0|op~1|+|op~0|op~1|op~2|`.
  public var description: String {
    (1..<NASBench201.nodeCount).map { target in
      let inputs = (0..<target).map { source in
        "\(self[NASBench201.Edge.index(source: source, target: target)].rawValue)~\(source)"
      }
      return "|\(inputs.joined(separator: "|"))|"
    }.joined(separator: "+")
  }
}

extension NASBench201.Architecture {
  /// NAS-Bench-Suite-Zero lists operations in an order of its own,
  private static let tupleOperations: [NASBench201.Operation] = [
    .skipConnect, .none, .convolution3x3, .convolution1x1, .averagePool3x3,
  ]
  /// and edges by their source: 1→2, 1→3, 1→4, 2→3, 2→4, 3→4 with nodes counted from 1; these are their positions here.
  private static let tupleEdges = [0, 1, 3, 2, 4, 5]

  /// The cell that NAS-Bench-Suite-Zero and analog-nasbench write as a tuple of six operation numbers.
  ///
  /// - Throws: `SearchSpaceError.malformedTuple` unless there are six numbers, each in 0...4.
  public init(tuple: [Int]) throws {
    guard tuple.count == 6, tuple.allSatisfy({ 0..<5 ~= $0 }) else { throw SearchSpaceError.malformedTuple(tuple) }
    var operations = [NASBench201.Operation](repeating: .none, count: 6)
    for (edge, number) in zip(Self.tupleEdges, tuple) { operations[edge] = Self.tupleOperations[number] }
    self.init(operations: operations)
  }

  /// NAS-Bench-Suite-Zero's tuple: operations numbered skip_connect, none, nor_conv_3x3, nor_conv_1x1, avg_pool_3x3, edges
  /// in the order 1→2, 1→3, 1→4, 2→3, 2→4, 3→4 with nodes counted from 1.
  public var tuple: [Int] {
    Self.tupleEdges.map { edge in Self.tupleOperations.firstIndex(of: self[edge])! }
  }
}
