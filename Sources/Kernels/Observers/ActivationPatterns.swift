import Lanes
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

extension ActivationPatterns {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> Observation {
    let readers = forward.network.rectifierCounts
    let words = (forward.batch + 63) / 64
    let maps = readers.indices.filter { readers[$0] > 0 }.map { node in
      Map(multiplicity: readers[node], bits: bits(of: node, words: words, in: forward), words: words)
    }
    return Observation(batch: forward.batch, maps: maps)
  }

  /// Four lane groups of samples fill a word.
  private func bits(of node: Int, words: Int, in forward: LaneForward) -> [UInt64] {
    let volume = forward.network.nodes[node].shape.volume
    var bits = [UInt64](repeating: 0, count: volume * words)
    var masks = [UInt16](repeating: 0, count: volume)
    for block in 0..<forward.blocks {
      forward.set.functions.pointee.positive_lanes(
        forward.raw[node] + block * volume * laneCount, volume, &masks)
      let valid = UInt64(1) << UInt64(min(laneCount, forward.batch - block * laneCount)) - 1
      let (word, shift) = (block * laneCount / 64, UInt64(block * laneCount % 64))
      for place in 0..<volume { bits[place * words + word] |= (UInt64(masks[place]) & valid) << shift }
    }
    return bits
  }

  /// Nothing beyond the forward pass.
  public func operations(_ network: Network, batch: Int) -> Double { 0 }
}

extension ActivationPatterns.Observation {
  /// The number of neurons on which samples agree, ReLUs that read one map counted each: x xᵀ + (1 − x)(1 − x)ᵀ summed over
  /// ReLUs, [B, B] (NASWOT, Mellor et al., ICML 2021).
  public var agreement: [Double] {
    var counts = [Int](repeating: 0, count: batch * batch)
    for map in maps {
      let rows = map.samples(batch)
      let (words, neurons) = (rows.count / batch, map.bits.count / map.words)
      rows.withUnsafeBufferPointer { rows in
        for i in 0..<batch {
          for j in 0...i {
            let different = Self.differences(rows.baseAddress! + i * words, rows.baseAddress! + j * words, words)
            counts[i * batch + j] += map.multiplicity * (neurons - different)
          }
        }
      }
    }
    for i in 0..<batch { for j in 0..<i { counts[j * batch + i] = counts[i * batch + j] } }
    return counts.map(Double.init)
  }

  /// The number of bits in which two rows differ.
  private static func differences(_ a: UnsafePointer<UInt64>, _ b: UnsafePointer<UInt64>, _ words: Int) -> Int {
    var different = 0
    for word in 0..<words { different &+= (a[word] ^ b[word]).nonzeroBitCount }
    return different
  }

  /// The number of distinct patterns that neurons have over the samples (SWAP, Peng et al., ICLR 2024).
  public var distinctNeurons: Int {
    var seen = PatternSet(bits: batch, capacity: 1 << 12)
    for map in maps {
      map.bits.withUnsafeBufferPointer { bits in
        for first in stride(from: 0, to: bits.count, by: map.words) { seen.insert(bits.baseAddress! + first) }
      }
    }
    return seen.count
  }
}

extension ActivationPatterns.Map {
  /// The bits by sample: bit n of a row's words is neuron n; rows of as many words as the neurons need.
  func samples(_ batch: Int) -> [UInt64] {
    let neurons = bits.count / words
    let rowWords = (neurons + 63) / 64
    var rows = [UInt64](repeating: 0, count: batch * rowWords)
    var block = [UInt64](repeating: 0, count: 64)
    for word in 0..<words {
      for first in stride(from: 0, to: neurons, by: 64) {
        for offset in 0..<64 { block[offset] = first + offset < neurons ? bits[(first + offset) * words + word] : 0 }
        BitMatrix.transpose64(&block)
        for sample in 0..<min(64, batch - 64 * word) {
          rows[(64 * word + sample) * rowWords + first / 64] = block[sample]
        }
      }
    }
    return rows
  }
}

extension Network {
  /// By node, how many ReLUs read it, the classifier's included.
  var rectifierCounts: [Int] {
    var counts = [Int](repeating: 0, count: nodes.count)
    for connection in nodes.lazy.flatMap(\.connections) where connection.rectifies { counts[connection.source] += 1 }
    counts[nodes.count - 1] += 1
    return counts
  }
}
