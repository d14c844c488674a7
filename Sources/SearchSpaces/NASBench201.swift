/// The NAS-Bench-201 search space (Dong and Yang, ICLR 2020): cells of four nodes and six edges, five operations an edge.
///
/// ```swift
/// let cell = try NASBench201.Architecture(parsing: "|skip_connect~0|+|none~0|nor_conv_3x3~1|+|none~0|none~1|nor_conv_1x1~2|")
/// NASBench201.index(of: cell)               // its row in the benchmark's tables
/// let rows = try NASBench201.sample(count: 1000, from: .live, seed: 7)
/// ```
///
/// Node 0 is the cell's input and node 3 its output; node j is Σ_{i<j} operation_ij(node i).
public enum NASBench201 {
  /// The number of architecture strings, 5⁶.
  public static let size = 15_625

  /// The number of nodes in a cell; node 0 is the input and the last one the output.
  public static let nodeCount = 4
}

extension NASBench201 {
  /// What an edge computes, in the benchmark's order; the raw values are the benchmark's names.
  public enum Operation: String, CaseIterable, Sendable {
    /// Zeros: the edge is absent.
    case none = "none"
    /// The identity.
    case skipConnect = "skip_connect"
    /// ReLU, 1x1 convolution without bias, batch norm.
    case convolution1x1 = "nor_conv_1x1"
    /// ReLU, 3x3 convolution without bias, batch norm.
    case convolution3x3 = "nor_conv_3x3"
    /// 3x3 average pooling, stride 1, the padding not counted in the average.
    case averagePool3x3 = "avg_pool_3x3"

    /// The position in the benchmark's order, 0..<5.
    public var index: Int {
      switch self {
      case .none: 0
      case .skipConnect: 1
      case .convolution1x1: 2
      case .convolution3x3: 3
      case .averagePool3x3: 4
      }
    }

    /// Whether the operation has weights to train.
    public var isConvolution: Bool { self == .convolution1x1 || self == .convolution3x3 }
  }

  /// A connection of the cell, from an earlier node to a later one.
  public struct Edge: Hashable, Sendable, CustomStringConvertible {
    /// The node the edge starts from.
    public let source: Int
    /// The node the edge ends in.
    public let target: Int

    /// The six edges in the order of the architecture string: 1←0, 2←0, 2←1, 3←0, 3←1, 3←2.
    public static let all: [Edge] = (1..<nodeCount).flatMap { target in
      (0..<target).map { Edge(source: $0, target: target) }
    }

    /// The position in `all` of the edge from `source` to `target`.
    ///
    /// - Precondition: `0 <= source < target < nodeCount`.
    public static func index(source: Int, target: Int) -> Int {
      precondition(0 <= source && source < target && target < nodeCount, "no edge \(target)<-\(source)")
      return target * (target - 1) / 2 + source
    }

    /// Target and source as the reference files write them, for example `2<-1`.
    public var description: String { "\(target)<-\(source)" }
  }
}
