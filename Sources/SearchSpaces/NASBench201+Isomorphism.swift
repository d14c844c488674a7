extension NASBench201.Architecture {
  /// The benchmark's `to_unique_str`: a string that cells share when their nodes can be seen to compute the same.
  ///
  /// - Parameter considerZero: with `nil` every operation is spelled out (15,625 classes); with `false` `skip_connect` is
  ///   replaced by its input (12,751); with `true` also `none` and what follows an edgeless single input becomes `#` (6,466,
  ///   the benchmark's notion of unique).
  ///
  /// A node all of whose several inputs are `none` becomes `#+#`, which the benchmark does not recognise as zero, so that
  /// some cells in different classes are the same function. That is the benchmark's definition and is kept.
  public func uniqueString(considerZero: Bool?) -> String {
    var nodes = ["0"]
    for target in 1..<NASBench201.nodeCount {
      let terms = (0..<target).map { source in
        Self.term(
          self[NASBench201.Edge.index(source: source, target: target)], of: nodes[source], considerZero: considerZero)
      }
      nodes.append(terms.sorted().joined(separator: "+"))
    }
    return nodes[nodes.count - 1]
  }

  private static func term(_ operation: NASBench201.Operation, of input: String, considerZero: Bool?) -> String {
    switch (considerZero, operation) {
    case (true, .none): "#"
    case (true, _) where input == "#": "#"
    case (.some, .skipConnect): input
    default: "(\(input))@\(operation.rawValue)"
    }
  }
}
