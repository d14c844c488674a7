extension NASBench201.Architecture {
  private var activeEdges: [(index: Int, edge: NASBench201.Edge)] {
    NASBench201.Edge.all.enumerated().filter { self[$0.offset] != .none }.map { ($0.offset, $0.element) }
  }

  /// Whether some path of operations other than `none` leads from the cell's input to `node`; the input reaches itself.
  public func reachableFromInput(_ node: Int) -> Bool { nodesReachableFromInput[node] }

  /// Whether some path of operations other than `none` leads from `node` to the cell's output; the output reaches itself.
  public func reachesOutput(_ node: Int) -> Bool { nodesReachingOutput[node] }

  /// `reachableFromInput` of all four nodes.
  public var nodesReachableFromInput: [Bool] {
    var reached = [true, false, false, false]
    for (_, edge) in activeEdges where reached[edge.source] { reached[edge.target] = true }
    return reached
  }

  /// `reachesOutput` of all four nodes.
  public var nodesReachingOutput: [Bool] {
    var reaching = [false, false, false, true]
    for (_, edge) in activeEdges.reversed() where reaching[edge.target] { reaching[edge.source] = true }
    return reaching
  }

  /// Whether the output depends on the input at all; 341 of the 15,625 cells have no path.
  public var hasPath: Bool { reachableFromInput(NASBench201.nodeCount - 1) }

  /// Positions in `Edge.all` of the dead operations: those other than `none` that lie on no path from input to output.
  public var deadEdges: [Int] {
    let (reached, reaching) = (nodesReachableFromInput, nodesReachingOutput)
    return activeEdges.filter { !reached[$0.edge.source] || !reaching[$0.edge.target] }.map(\.index)
  }

  /// Whether no operation is dead, which holds for 9,445 cells, the all-`none` cell among them.
  public var isLive: Bool { deadEdges.isEmpty }
}

extension NASBench201.Architecture {
  /// The number of convolutions, dead ones included: "number of trainable layers" in comparisons of proxies.
  public var numberOfTrainableLayers: Int { operations.count(where: \.isConvolution) }

  /// The number of `skip_connect` edges, dead ones included.
  public var numberOfSkipConnections: Int { operations.count { $0 == .skipConnect } }

  /// The number of edges on the longest path from input to output; 0 when there is no path.
  public var depth: Int {
    var longest: [Int?] = [0, nil, nil, nil]
    for (_, edge) in activeEdges {
      guard let length = longest[edge.source] else { continue }
      longest[edge.target] = max(longest[edge.target] ?? 0, length + 1)
    }
    return longest[3] ?? 0
  }
}
