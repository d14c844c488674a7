import Randomness

extension DARTS {
  /// One kind of cell: for each intermediate node, two operations on two different earlier nodes.
  public struct CellDesign: Hashable, Sendable {
    /// An operation and what it reads.
    public struct Input: Hashable, Sendable {
      /// What is computed; never `none`.
      public let operation: Operation
      /// 0 or 1 for an input of the cell, j + 2 for intermediate node j.
      public let source: Int

      /// Makes an input.
      public init(_ operation: Operation, _ source: Int) {
        self.operation = operation
        self.source = source
      }
    }

    /// The two inputs of each of the four nodes, the lower source first.
    public let nodes: [[Input]]

    /// Makes a cell; the order of a node's two inputs does not matter.
    ///
    /// - Precondition: four nodes of two inputs each, which come from different earlier nodes and are not `none`.
    public init(nodes: [[Input]]) {
      precondition(nodes.count == nodeCount, "a cell has \(nodeCount) nodes")
      for (node, inputs) in nodes.enumerated() {
        precondition(
          inputs.count == edgesPerNode && Set(inputs.map(\.source)).count == inputs.count
            && inputs.allSatisfy { 0..<node + inputCount ~= $0.source && $0.operation != .none },
          "node \(node) takes operations on two different earlier nodes")
      }
      self.nodes = nodes.map { $0.sorted { $0.source < $1.source } }
    }

    /// Connections on the longest path from an input of the cell to its last intermediate node: 1 to 4. The concatenation
    /// is not counted.
    public var depth: Int {
      var depths = [Int](repeating: 0, count: inputCount)
      for inputs in nodes { depths.append(1 + inputs.map { depths[$0.source] }.max()!) }
      return depths.last!
    }

    /// Edges of intermediate nodes that come from the cell's inputs: 3 to 8.
    public var width: Int { nodes.joined().count { $0.source < inputCount } }
  }

  /// A DARTS architecture: its normal and its reduction cell.
  public struct Genotype: Hashable, Sendable {
    /// The cell that keeps the extent.
    public let normal: CellDesign
    /// The cell that halves it.
    public let reduce: CellDesign

    /// Makes a genotype.
    public init(normal: CellDesign, reduce: CellDesign) {
      self.normal = normal
      self.reduce = reduce
    }

    /// A hash that is the same everywhere and names the genotype's random streams.
    public var stableHash: UInt64 {
      var digest = StableHash()
      digest.combine(description)
      return digest.value
    }

    /// The cell of the given kind.
    public subscript(kind: CellKind) -> CellDesign { kind == .normal ? normal : reduce }
  }

  /// Random genotypes: each node takes two distinct inputs, each with an operation uniform over the seven other than `none`,
  /// the two cells being independent. The same cell may come twice; a longer sample begins with the shorter one.
  public static func sample(count: Int, seed: UInt64) -> [Genotype] {
    (0..<count).map { number in
      var stream = RandomStream(seed: seed, purpose: "sample-darts", architecture: UInt64(number))
      let normal = randomCell(&stream)
      return Genotype(normal: normal, reduce: randomCell(&stream))
    }
  }

  private static func randomCell(_ stream: inout RandomStream) -> CellDesign {
    let operations = Operation.allCases.filter { $0 != .none }
    return CellDesign(
      nodes: (0..<nodeCount).map { node in
        stream.distinctIntegers(edgesPerNode, below: node + inputCount).map {
          CellDesign.Input(operations[stream.integer(below: operations.count)], $0)
        }
      })
  }
}

extension DARTS.Genotype: CustomStringConvertible {
  /// The usual notation, `Genotype(normal=[('sep_conv_3x3', 0), …], normal_concat=range(2, 6), reduce=…)`.
  public var description: String {
    let cells = DARTS.CellKind.allCases.map { kind in
      let inputs = self[kind].nodes.joined().map { "('\($0.operation.rawValue)', \($0.source))" }
      return "\(kind.rawValue)=[\(inputs.joined(separator: ", "))], \(kind.rawValue)_concat=range(2, 6)"
    }
    return "Genotype(\(cells.joined(separator: ", ")))"
  }
}
