import Networks

extension ReferenceNetwork {
  /// The on/off pattern of every ReLU output, one pattern a sample: the definition behind R_N.
  ///
  /// Every connection that rectifies its source has a ReLU of its own, and so has the classifier's input; two that read the
  /// same node repeat its bits, as in the authors' code.
  public var activationPatterns: [[Bool]] {
    (0..<batch).map { sample in network.rectifications.flatMap { bits(node: $0, sample: sample) } }
  }

  /// Whether each value of a node is positive, of one sample.
  fileprivate func bits(node: Int, sample: Int) -> [Bool] {
    let volume = network.nodes[node].shape.volume
    return nodes[node][sample * volume..<(sample + 1) * volume].map { $0 > 0 }
  }
}

extension Network {
  /// The nodes that ReLUs read, one entry a ReLU, the classifier's last.
  var rectifications: [Int] {
    nodes.flatMap { $0.connections.filter(\.rectifies).map(\.source) } + [nodes.count - 1]
  }
}

extension DistinctPatterns {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> PatternSet {
    let sources = network.network.rectifiedNodes
    let bits = sources.reduce(0) { $0 + network.network.nodes[$1].shape.volume }
    var patterns = PatternSet(bits: bits, capacity: network.batch)
    for sample in 0..<network.batch {
      let pattern = sources.flatMap { network.bits(node: $0, sample: sample) }
      patterns.insert(packed(pattern, words: patterns.words)[...])
    }
    return patterns
  }
}

extension ActivationPatterns {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> Observation {
    let rectifications = network.network.rectifications
    let words = (network.batch + 63) / 64
    let maps = network.network.rectifiedNodes.map { node in
      let samples = (0..<network.batch).map { network.bits(node: node, sample: $0) }
      let neurons = samples[0].indices.flatMap { neuron in packed(samples.map { $0[neuron] }, words: words) }
      return Map(multiplicity: rectifications.count { $0 == node }, bits: neurons, words: words)
    }
    return Observation(batch: network.batch, maps: maps)
  }
}

/// Bit b of word b / 64.
private func packed(_ bits: [Bool], words: Int) -> [UInt64] {
  var result = [UInt64](repeating: 0, count: words)
  for (place, bit) in bits.enumerated() where bit { result[place / 64] |= 1 << UInt64(place % 64) }
  return result
}

extension ActivationPatterns.Map {
  /// Moves values of the map, [B, c, h, w], to the side of 0 that the bits say.
  func open<Scalar: ReferenceScalar>(_ values: inout [Scalar], batch: Int) {
    let neurons = bits.count / words
    for sample in 0..<batch {
      for neuron in 0..<neurons {
        let isOpen = bits[neuron * words + sample / 64] >> UInt64(sample % 64) & 1 == 1
        let place = sample * neurons + neuron
        if isOpen != (values[place].value > 0) {
          values[place] = values[place].moved(to: isOpen ? .leastNonzeroMagnitude : 0)
        }
      }
    }
  }
}
