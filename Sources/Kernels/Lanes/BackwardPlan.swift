import CKernels
import Networks

/// Everything of a backward pass that is the same for every lane group of seeds: which nodes carry a cotangent and where
/// it lies, packed weights, masks, tap lists, the sums over patches, and the rows of the Jacobian.
struct BackwardPlan {
  /// A node that can influence the classifier.
  final class Node {
    let index: Int
    let shape: FeatureShape
    /// The cotangent memory it uses; nodes whose cotangents are never alive together share one.
    let slot: Int
    /// S = Σ g per channel, lane groups.
    let sums: UnsafeMutablePointer<Float>
    fileprivate(set) var connections: [Connection] = []

    fileprivate init(index: Int, shape: FeatureShape, slot: Int, arena: Arena) {
      (self.index, self.shape, self.slot) = (index, shape, slot)
      sums = arena.zeros(shape.channels * laneCount)
    }

    /// Whether some batch norm needs S.
    var needsSums: Bool { connections.contains { $0.norm != nil } }

    func clearReductions() {
      sums.update(repeating: 0, count: shape.channels * laneCount)
      for connection in connections { connection.clearReductions() }
    }

    func finishReductions(_ backward: LaneBackward, block: Int) {
      for connection in connections { connection.finishReductions(backward, block: block) }
    }
  }

  /// In the order in which their cotangents are complete: last node first.
  let nodes: [Node]
  /// Per slot, the largest volume of the nodes that use it.
  let slotVolumes: [Int]
  /// Rows of the Jacobian: elements of kernels and scales of live connections.
  let jacobianRows: Int

  init(_ forward: LaneForward, coupling: BatchNormCoupling, arena: Arena) {
    let network = forward.network
    let live = network.reachesClassifier
    var slots = CotangentSlots()
    var planned: [Int: Node] = [:]
    var nodes: [Node] = []
    var written: Set<Int> = []
    var memory = BackwardMemory(forward, coupling: coupling, arena: arena)

    func planNode(_ index: Int) -> Node {
      if let node = planned[index] { return node }
      let shape = network.nodes[index].shape
      let node = Node(index: index, shape: shape, slot: slots.acquire(volume: shape.volume), arena: arena)
      planned[index] = node
      return node
    }

    for index in network.nodes.indices.dropFirst().reversed() where live[index] {
      let node = planNode(index)
      for (place, connection) in network.nodes[index].connections.enumerated() {
        let source = connection.source == 0 ? nil : planNode(connection.source)
        node.connections.append(
          Connection(
            connection, node: node, source: source, norm: forward.norms[index][place],
            winners: forward.winners[index][place], accumulates: !written.insert(connection.source).inserted,
            memory: &memory))
      }
      nodes.append(node)
      slots.release(node.slot)
    }
    (self.nodes, slotVolumes, jacobianRows) = (nodes, slots.volumes, memory.jacobianRows)
  }
}

/// Gives cotangent memory to nodes for the time between their first contribution and their own turn.
private struct CotangentSlots {
  private(set) var volumes: [Int] = []
  private var free: [Int] = []

  mutating func acquire(volume: Int) -> Int {
    let fitting = free.filter { volumes[$0] >= volume }.min { volumes[$0] < volumes[$1] }
    if let slot = fitting ?? free.max(by: { volumes[$0] < volumes[$1] }) {
      free.removeAll { $0 == slot }
      volumes[slot] = max(volumes[slot], volume)
      return slot
    }
    volumes.append(volume)
    return volumes.count - 1
  }

  mutating func release(_ slot: Int) { free.append(slot) }
}

/// Memory that connections of one plan share, and the count of Jacobian rows handed out.
struct BackwardMemory {
  let forward: LaneForward
  let coupling: BatchNormCoupling
  let split: LaneSplit
  let arena: Arena
  private(set) var jacobianRows = 0
  private var spreadViews: [SpreadKey: FeatureView] = [:]
  private var scratches: [ScratchKey: UnsafeMutablePointer<Float>] = [:]

  private struct SpreadKey: Hashable {
    let node: Int
    let rectified: Bool
  }

  private struct ScratchKey: Hashable {
    let shape: FeatureShape
    let padding: Int
  }

  init(_ forward: LaneForward, coupling: BatchNormCoupling, arena: Arena) {
    (self.forward, self.coupling, self.arena) = (forward, coupling, arena)
    split = LaneSplit(coupling, batch: forward.batch)
  }

  /// Reserves rows of the Jacobian and returns the first.
  mutating func rows(_ count: Int) -> Int {
    defer { jacobianRows += count }
    return jacobianRows
  }

  /// The activations that a connection's convolution read: lane groups of 16 samples (frozen) or groups of 4 (coupled).
  mutating func activations(_ connection: Network.Connection) -> FeatureView {
    let lanes = forward.view(connection)
    guard coupling == .coupled else { return lanes }
    let key = SpreadKey(node: connection.source, rectified: connection.rectifies)
    if let view = spreadViews[key] { return view }
    let shape = forward.network.nodes[connection.source].shape
    let size = FeatureView.size(shape: shape, padding: lanes.padding, lane: split.samples, blocks: split.groups)
    let view = FeatureView(base: arena.floats(size), shape: shape, padding: lanes.padding, lane: split.samples)
    regroup(lanes.base, to: view.base, places: view.blockStride / split.samples) { value, _ in value }
    spreadViews[key] = view
    return view
  }

  /// x̂ of every sample, [group][channel][row][column][4].
  func normalized(_ norm: LaneForward.Norm) -> UnsafeMutablePointer<Float> {
    let shape = norm.shape
    let result = arena.floats(split.groups * shape.volume * split.samples)
    let factors = norm.inverseDeviation.map(Float.init)
    let offsets = zip(norm.mean, norm.inverseDeviation).map { Float(-$0 * $1) }
    regroup(norm.input, to: result, places: shape.volume) { value, place in
      let channel = place / shape.area
      return value * factors[channel] + offsets[channel]
    }
    return result
  }

  /// x̂ of every sample, [block][channel][row][column][16].
  func normalizedLanes(_ norm: LaneForward.Norm) -> UnsafeMutablePointer<Float> {
    let (shape, affine) = (norm.shape, forward.set.functions.pointee.affine)
    let result = arena.floats(forward.blocks * shape.volume * laneCount)
    for block in 0..<forward.blocks {
      for channel in 0..<shape.channels {
        let (place, inverse) = (
          (block * shape.volume + channel * shape.area) * laneCount, norm.inverseDeviation[channel]
        )
        affine!(norm.input + place, result + place, Float(inverse), Float(-norm.mean[channel] * inverse), shape.area, 0)
      }
    }
    return result
  }

  /// The taps that a max pool took, [group][channel][row][column][4].
  func winners(_ lanes: UnsafeMutablePointer<Float>, shape: FeatureShape) -> UnsafeMutablePointer<Float> {
    let result = arena.floats(split.groups * shape.volume * split.samples)
    regroup(lanes, to: result, places: shape.volume) { value, _ in value }
    return result
  }

  /// Copies maps from lane groups of 16 samples to groups of `split.samples`; samples beyond the batch become zero.
  private func regroup(
    _ from: UnsafeMutablePointer<Float>, to: UnsafeMutablePointer<Float>, places: Int, _ value: (Float, Int) -> Float
  ) {
    let samples = split.samples
    for group in 0..<split.groups {
      let first = group * samples
      let source = from + first / laneCount * places * laneCount + first % laneCount
      let target = to + group * places * samples
      let valid = min(samples, split.batch - first)
      for place in 0..<places {
        for sample in 0..<valid { target[place * samples + sample] = value(source[place * laneCount + sample], place) }
        for sample in valid..<samples { target[place * samples + sample] = 0 }
      }
    }
  }

  /// A slab with a border of zeros, shared by all connections whose results have this shape.
  mutating func scratch(shape: FeatureShape, padding: Int) -> UnsafeMutablePointer<Float> {
    let key = ScratchKey(shape: shape, padding: padding)
    if let scratch = scratches[key] { return scratch }
    let scratch = arena.zeros(FeatureView.size(shape: shape, padding: padding, lane: laneCount, blocks: 1))
    scratches[key] = scratch
    return scratch
  }
}
