import CKernels
import Lanes
import Networks

/// The number of linear regions that inputs fall into: the distinct on/off patterns over all ReLU outputs (TE-NAS, section
/// 3.2 and the authors' code).
///
/// Every ReLU of the network counts, also of operations that cannot reach the output, and so does the final BN-ReLU: the
/// network must be the one built, with nothing dropped. Operations that read the same node repeat its bits, which changes
/// no count, so each node is read once.
public struct LinearRegions {
  /// Counts the distinct patterns over several batches; batch norm sees one batch at a time.
  ///
  /// - Parameters:
  ///   - network: the graph as built.
  ///   - values: its parameters.
  ///   - batches: the inputs, [B, C, H, W] each.
  ///   - batch: B.
  ///   - set: which compiled kernels run.
  ///   - arena: scratch memory of the calling thread.
  public static func count(
    _ network: Network, values: ParameterValues, batches: [[Float]], batch: Int, set: InstructionSet = .best,
    arena: Arena
  ) -> Int {
    let sources = network.rectifiedNodes
    let bits = sources.reduce(0) { $0 + network.nodes[$1].shape.volume }
    var patterns = PatternSet(bits: bits, capacity: batches.count * batch)
    for images in batches {
      let mark = arena.mark
      let inputs = Inputs(images: images, batch: batch)
      insert(
        LaneForward(network, values: values, inputs: inputs, set: set, arena: arena), sources: sources, into: &patterns)
      arena.release(to: mark)
    }
    return patterns.count
  }

  /// Adds the pattern of every sample of a forward pass: 64 samples at a time, a bit of a word each.
  static func insert(_ forward: LaneForward, sources: [Int], into patterns: inout PatternSet) {
    let words = patterns.words
    let maps = sources.map { (values: forward.raw[$0], volume: forward.network.nodes[$0].shape.volume) }
    let positive = forward.set.functions.pointee.positive_lanes!
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 65 * words) { room in
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: maps.map(\.volume).max() ?? 0) { masks in
        let (matrix, pattern) = (room.baseAddress!, room.baseAddress! + 64 * words)
        let blocks = 64 / laneCount
        for first in stride(from: 0, to: forward.blocks, by: blocks) {
          matrix.update(repeating: 0, count: 64 * words)
          for block in first..<min(first + blocks, forward.blocks) {
            let shift = UInt64((block - first) * laneCount)
            var bit = 0
            for map in 0..<maps.count {
              let (values, volume) = maps[map]
              positive(values + block * volume * laneCount, volume, masks.baseAddress)
              for place in 0..<volume { matrix[bit + place] |= UInt64(masks[place]) << shift }
              bit += volume
            }
          }
          for word in 0..<words { BitMatrix.transpose64(matrix + 64 * word) }
          for sample in 0..<min(64, forward.batch - first * laneCount) {
            for word in 0..<words { pattern[word] = matrix[64 * word + sample] }
            patterns.insert(pattern)
          }
        }
      }
    }
  }
}

extension Network {
  /// The nodes that some ReLU reads, the last one (the classifier's) included, ascending.
  var rectifiedNodes: [Int] {
    Set(nodes.flatMap { $0.connections.filter(\.rectifies).map(\.source) } + [nodes.count - 1]).sorted()
  }
}
