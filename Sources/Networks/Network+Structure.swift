extension Network {
  /// Connections with a kernel to train.
  public var convolutionCount: Int {
    connections.count { if case .convolution = $0.operation { true } else { false } }
  }

  /// Connections that pass a feature map on as it is.
  public var skipCount: Int { connections.count(where: \.isSkip) }

  /// The number of operations on the longest path from the input to the last node, a batch norm that stands alone not counted;
  /// 0 when there is no path.
  public var depth: Int {
    var longest = [Int?](repeating: nil, count: nodes.count)
    longest[0] = 0
    for (place, node) in nodes.enumerated() {
      for connection in node.connections {
        guard let length = longest[connection.source] else { continue }
        longest[place] = max(longest[place] ?? 0, length + (connection.isBatchNormAlone ? 0 : 1))
      }
    }
    return longest.last.flatMap(\.self) ?? 0
  }

  private var connections: some Sequence<Connection> { nodes.lazy.flatMap(\.connections) }
}

extension Network.Connection {
  /// The kernel of the convolution, by its place among the parameters; nil for other operations.
  public var kernel: Int? { if case .convolution(let convolution) = operation { convolution.kernel } else { nil } }

  private var isIdentity: Bool { if case .identity = operation { true } else { false } }
  fileprivate var isSkip: Bool { isIdentity && batchNorm == nil }
  fileprivate var isBatchNormAlone: Bool { isIdentity && batchNorm != nil }
}
