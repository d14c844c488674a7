/// The DARTS search space (Liu et al., ICLR 2019): a normal and a reduction cell of four intermediate nodes, each of which
/// adds up operations on two of the nodes before it.
///
/// ```swift
/// let genotype = try DARTS.Genotype(parsing: "Genotype(normal=[('sep_conv_3x3', 0), ...], ...)")
/// genotype.normal.depth                     // 1 to 4
/// let random = DARTS.sample(count: 20_000, seed: 7)
/// ```
///
/// Sources 0 and 1 are the cell's inputs (the outputs of the two cells before it), source j + 2 is intermediate node j. The
/// cell's output is the concatenation of its intermediate nodes.
public enum DARTS {
  /// The number of intermediate nodes in a cell.
  public static let nodeCount = 4
  /// The number of inputs of a cell.
  public static let inputCount = 2
  /// The number of edges that each node keeps in the end.
  public static let edgesPerNode = 2
}

extension DARTS {
  /// What an edge computes, in the authors' order; the raw values are the usual names.
  public enum Operation: String, CaseIterable, Sendable, Hashable {
    /// Zeros: the edge is absent.
    case none = "none"
    /// The identity; from an input of a reduction cell, a factorised reduction.
    case skipConnect = "skip_connect"
    /// Twice ReLU, depthwise 3x3, 1x1 convolution, batch norm.
    case separable3x3 = "sep_conv_3x3"
    /// Twice ReLU, depthwise 5x5, 1x1 convolution, batch norm.
    case separable5x5 = "sep_conv_5x5"
    /// ReLU, depthwise 3x3 with dilation 2, 1x1 convolution, batch norm.
    case dilated3x3 = "dil_conv_3x3"
    /// ReLU, depthwise 5x5 with dilation 2, 1x1 convolution, batch norm.
    case dilated5x5 = "dil_conv_5x5"
    /// 3x3 average pooling, the padding not counted.
    case averagePool3x3 = "avg_pool_3x3"
    /// 3x3 max pooling.
    case maxPool3x3 = "max_pool_3x3"

    /// The position in the authors' order, 0..<8.
    public var index: Int { Self.allCases.firstIndex(of: self)! }

    /// Whether the operation has weights to train.
    public var isConvolution: Bool {
      switch self {
      case .separable3x3, .separable5x5, .dilated3x3, .dilated5x5: true
      case .none, .skipConnect, .averagePool3x3, .maxPool3x3: false
      }
    }
  }

  /// The two kinds of cells.
  public enum CellKind: String, CaseIterable, Sendable, Hashable {
    /// Keeps the extent.
    case normal
    /// Halves the extent: operations on the cell's inputs have stride 2.
    case reduce
  }

  /// An edge of a cell, from an input or an earlier node to a node.
  public struct Edge: Hashable, Sendable, CustomStringConvertible {
    /// 0 or 1 for an input, j + 2 for intermediate node j.
    public let source: Int
    /// The intermediate node the edge ends in, from 0.
    public let node: Int

    /// The fourteen edges, node by node: 0←0, 0←1, 1←0, 1←1, 1←2, …
    public static let all: [Edge] = (0..<nodeCount).flatMap { node in
      (0..<node + inputCount).map { Edge(source: $0, node: node) }
    }

    /// The position in `all` of the edge from `source` to `node`.
    ///
    /// - Precondition: `0 <= node < 4` and `0 <= source < node + 2`.
    public static func index(source: Int, node: Int) -> Int {
      precondition(0..<nodeCount ~= node && 0..<node + inputCount ~= source, "no edge \(node)<-\(source)")
      return node * (node + 3) / 2 + source
    }

    /// Node and source as the reference files write them, for example `2<-3`.
    public var description: String { "\(node)<-\(source)" }
  }
}
