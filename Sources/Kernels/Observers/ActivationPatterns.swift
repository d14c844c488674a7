import Networks

/// The on/off pattern of every ReLU's input.
public struct ActivationPatterns: Observer {
  /// The bits of all maps that some ReLU reads.
  public struct Observation: Sendable {
    /// The number of samples, B.
    public let batch: Int
    /// One a map, in the order of the nodes.
    public let maps: [Map]

    /// Gathers maps.
    public init(batch: Int, maps: [Map]) { (self.batch, self.maps) = (batch, maps) }
  }

  /// The bits of one map.
  public struct Map: Sendable {
    /// How many ReLUs read the map.
    public let multiplicity: Int
    /// Per neuron [c, y, x], whether its value is positive, by sample: bit b of word b / 64; `words` words a neuron.
    public let bits: [UInt64]
    /// Words a neuron: B / 64, rounded up.
    public let words: Int

    /// The bits of a map.
    public init(multiplicity: Int, bits: [UInt64], words: Int) {
      (self.multiplicity, self.bits, self.words) = (multiplicity, bits, words)
    }
  }

  /// Observes patterns.
  public init() {}
}
