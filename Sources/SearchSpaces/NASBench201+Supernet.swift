extension NASBench201 {
  /// A cell whose every edge is a weighted sum of operations, Σ_o softmax(α)_o · o(x) (TE-NAS, section 3.3).
  public struct Supernet: Hashable, Sendable {
    /// The logit of a pruned operation.
    public static let prunedAlpha = MixedEdge.prunedAlpha

    /// Logits, one row of five per edge of `Edge.all`, columns in the order of `Operation.allCases`.
    public private(set) var alphas: [[Float]]

    /// A supernet with the given logits.
    ///
    /// - Precondition: `alphas` is 6x5.
    public init(alphas: [[Float]]) {
      precondition(
        alphas.count == Edge.all.count && alphas.allSatisfy { $0.count == Operation.allCases.count },
        "a supernet has 6 rows of 5 alphas")
      self.alphas = alphas
    }

    /// Where the search begins: every operation but `none`, with equal weights of 1/4.
    public static let full = Supernet(
      alphas: Edge.all.map { _ in Operation.allCases.map { $0 == .none ? prunedAlpha : 0 } })

    /// The supernet of which only one cell's operations are left, each with weight 1.
    public init(_ architecture: Architecture) {
      alphas = architecture.operations.map { kept in
        Operation.allCases.map { $0 == kept ? 0 : Self.prunedAlpha }
      }
    }

    /// Per edge, the operations that take part and their weights (``MixedEdge/weights(_:)``).
    public var weights: [[(operation: Operation, weight: Double)]] {
      alphas.map { row in MixedEdge.weights(row).map { (Operation.allCases[$0.operation], $0.weight) } }
    }

    /// The operations of an edge that have not been pruned.
    public func remainingOperations(edge: Int) -> [Operation] {
      Operation.allCases.filter { alphas[edge][$0.index] > Self.prunedAlpha }
    }

    /// The supernet without one operation of the edge at a position of `Edge.all`.
    public func pruning(edge: Int, _ operation: Operation) -> Supernet {
      var pruned = self
      pruned.alphas[edge][operation.index] = Self.prunedAlpha
      return pruned
    }

    /// The cell that is left once every edge has exactly one operation; otherwise nil.
    public var architecture: Architecture? {
      let remaining = Edge.all.indices.map { remainingOperations(edge: $0) }
      guard remaining.allSatisfy({ $0.count == 1 }) else { return nil }
      return Architecture(operations: remaining.map { $0[0] })
    }
  }
}
