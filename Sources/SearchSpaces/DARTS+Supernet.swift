extension DARTS {
  /// A normal and a reduction cell whose every edge is a weighted sum of operations (TE-NAS, section 3.3).
  public struct Supernet: Hashable, Sendable {
    /// Logits by kind of cell (normal, reduce), edge of `Edge.all` and operation of `Operation.allCases`.
    public private(set) var alphas: [[[Float]]]

    /// A supernet with the given logits.
    ///
    /// - Precondition: `alphas` is 2x14x8.
    public init(alphas: [[[Float]]]) {
      precondition(
        alphas.count == CellKind.allCases.count
          && alphas.allSatisfy { cell in
            cell.count == Edge.all.count && cell.allSatisfy { $0.count == Operation.allCases.count }
          }, "a supernet has 2 cells of 14 rows of 8 alphas")
      self.alphas = alphas
    }

    /// Where the search begins: every operation but `none`, with equal weights of 1/7.
    public static let full = Supernet(
      alphas: CellKind.allCases.map { _ in
        Edge.all.map { _ in Operation.allCases.map { $0 == .none ? MixedEdge.prunedAlpha : 0 } }
      })

    /// Per edge of a kind of cell, the operations that take part and their weights (``MixedEdge/weights(_:)``).
    public func weights(_ kind: CellKind) -> [[(operation: Operation, weight: Double)]] {
      rows(kind).map { row in MixedEdge.weights(row).map { (Operation.allCases[$0.operation], $0.weight) } }
    }

    /// The operations of an edge that have not been pruned.
    public func remainingOperations(_ kind: CellKind, edge: Int) -> [Operation] {
      Operation.allCases.filter { rows(kind)[edge][$0.index] > MixedEdge.prunedAlpha }
    }

    /// The supernet without one operation of the edge at a position of `Edge.all`.
    public func pruning(_ kind: CellKind, edge: Int, _ operation: Operation) -> Supernet {
      var pruned = self
      pruned.alphas[Self.row(kind)][edge][operation.index] = MixedEdge.prunedAlpha
      return pruned
    }

    /// The genotype that is left once every node has two edges with one operation each; otherwise nil.
    public var genotype: Genotype? {
      let cells = CellKind.allCases.compactMap { kind -> CellDesign? in
        let nodes = (0..<nodeCount).compactMap { node -> [CellDesign.Input]? in
          let inputs = (0..<node + inputCount).flatMap { source in
            remainingOperations(kind, edge: Edge.index(source: source, node: node)).map { CellDesign.Input($0, source) }
          }
          let isDone = inputs.count == edgesPerNode && Set(inputs.map(\.source)).count == edgesPerNode
          return isDone && inputs.allSatisfy { $0.operation != .none } ? inputs : nil
        }
        return nodes.count == nodeCount ? CellDesign(nodes: nodes) : nil
      }
      return cells.count == 2 ? Genotype(normal: cells[0], reduce: cells[1]) : nil
    }

    private static func row(_ kind: CellKind) -> Int { kind == .normal ? 0 : 1 }
    private func rows(_ kind: CellKind) -> [[Float]] { alphas[Self.row(kind)] }
  }
}
