import Networks

extension ReferenceNetwork {
  /// The on/off pattern of every ReLU output, one pattern a sample: the definition behind R_N.
  ///
  /// Every connection that rectifies its source has a ReLU of its own, and so has the classifier's input; two that read the
  /// same node repeat its bits, as in the authors' code.
  public var activationPatterns: [[Bool]] {
    let last = network.nodes.count - 1
    let sources = network.nodes.flatMap { $0.connections.filter(\.rectifies).map(\.source) } + [last]
    return (0..<batch).map { sample in
      sources.flatMap { source in
        let volume = network.nodes[source].shape.volume
        return nodes[source][sample * volume..<(sample + 1) * volume].map { $0 > 0 }
      }
    }
  }
}
