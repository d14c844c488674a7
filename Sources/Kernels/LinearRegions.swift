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

  static func insert(_ forward: LaneForward, sources: [Int], into patterns: inout PatternSet) {
    let words = patterns.words
    var lanes = [UInt64](repeating: 0, count: laneCount * words)
    var masks: [UInt16] = []
    for block in 0..<forward.blocks {
      for place in lanes.indices { lanes[place] = 0 }
      var bit = 0
      for source in sources {
        let volume = forward.network.nodes[source].shape.volume
        if masks.count < volume { masks = [UInt16](repeating: 0, count: volume) }
        forward.set.functions.pointee.positive_lanes(
          forward.raw[source] + block * volume * laneCount, volume, &masks)
        for place in 0..<volume {
          let mask = UInt64(masks[place])
          let (word, shift) = ((bit + place) >> 6, UInt64((bit + place) & 63))
          for lane in 0..<laneCount { lanes[lane * words + word] |= (mask >> UInt64(lane) & 1) << shift }
        }
        bit += volume
      }
      for lane in 0..<min(laneCount, forward.batch - block * laneCount) {
        patterns.insert(lanes[lane * words..<(lane + 1) * words])
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
