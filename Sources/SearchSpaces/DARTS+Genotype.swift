import Randomness

extension DARTS {
  /// One kind of cell: for each intermediate node, two operations on earlier nodes.
  ///
  /// The authors' search finds operations other than `none` on two different nodes. Others' genotypes have `none`, which adds nothing, and
  /// two operations on the same node, which are added up with weights of their own.
  public struct CellDesign: Hashable, Sendable {
    /// An operation and what it reads.
    public struct Input: Hashable, Sendable {
      /// What is computed.
      public let operation: Operation
      /// 0 or 1 for an input of the cell, j + 2 for intermediate node j.
      public let source: Int

      /// Makes an input.
      public init(_ operation: Operation, _ source: Int) {
        self.operation = operation
        self.source = source
      }
    }

    /// The two inputs of each of the four nodes, the lower source first; of one source, the earlier operation first.
    public let nodes: [[Input]]

    /// Makes a cell; the order of a node's two inputs does not matter.
    ///
    /// - Precondition: four nodes of two inputs each, which come from earlier nodes.
    public init(nodes: [[Input]]) {
      precondition(nodes.count == nodeCount, "a cell has \(nodeCount) nodes")
      for (node, inputs) in nodes.enumerated() {
        precondition(
          inputs.count == edgesPerNode && inputs.allSatisfy { 0..<node + inputCount ~= $0.source },
          "node \(node) takes two operations on earlier nodes")
      }
      self.nodes = nodes.map { inputs in
        inputs.sorted { ($0.source, $0.operation.index) < ($1.source, $1.operation.index) }
      }
    }

    /// Connections on the longest path from an input of the cell to its last intermediate node: 1 to 4, and 0 where `none` leaves no
    /// path. The concatenation is not counted.
    public var depth: Int {
      var depths = [Int?](repeating: 0, count: inputCount)
      for inputs in nodes {
        let longest = inputs.filter { $0.operation != .none }.compactMap { depths[$0.source] }.max()
        depths.append(longest.map { $0 + 1 })
      }
      return depths.last! ?? 0
    }

    /// Of each node's two operations, whether it reads a node to which nothing comes, as `none` is all that this has. An operation `none`
    /// itself does not count.
    public var deadInputs: [[Bool]] {
      var isEmpty = [Bool](repeating: false, count: inputCount)
      return nodes.map { inputs in
        let dead = inputs.map { $0.operation != .none && isEmpty[$0.source] }
        isEmpty.append(zip(inputs, dead).allSatisfy { $0.operation == .none || $1 })
        return dead
      }
    }

    /// Edges of intermediate nodes that come from the cell's inputs, those of `none` not counted: 3 to 8 without any.
    public var width: Int { nodes.joined().count { $0.source < inputCount && $0.operation != .none } }
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

    /// How many operations a genotype has.
    public static let operationCount = CellKind.allCases.count * nodeCount * edgesPerNode

    /// How many operations, with what they read, two genotypes have in common, node by node.
    public func common(with other: Genotype) -> Int {
      CellKind.allCases.reduce(0) { sum, kind in
        zip(self[kind].nodes, other[kind].nodes).reduce(sum) { sum, inputs in
          var rest = inputs.1
          return inputs.0.reduce(sum) { sum, input in
            guard let place = rest.firstIndex(of: input) else { return sum }
            rest.remove(at: place)
            return sum + 1
          }
        }
      }
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
