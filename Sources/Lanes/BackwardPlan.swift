import CKernels
import Networks

/// Everything of a backward pass that is the same for every lane group of seeds: which nodes carry a cotangent and where
/// it lies, packed weights, masks, tap lists, the sums over patches, and the rows of the Jacobian.
package struct BackwardPlan {
  /// A node that can influence the top of the pass.
  package final class Node {
    let index: Int
    let shape: FeatureShape
    /// The cotangent memory it uses; nodes whose cotangents are never alive together share one.
    let slot: Int
    /// S = Σ g per channel, lane groups.
    let sums: UnsafeMutablePointer<Float>
    package fileprivate(set) var connections: [Connection] = []

    fileprivate init(index: Int, shape: FeatureShape, slot: Int, arena: Arena) {
      (self.index, self.shape, self.slot) = (index, shape, slot)
      sums = arena.zeros(shape.channels * laneCount)
    }

    /// Whether some batch norm needs S.
    var needsSums: Bool { connections.contains { $0.norm?.needsSums ?? false } }

    func clearReductions() {
      sums.update(repeating: 0, count: shape.channels * laneCount)
      for connection in connections { connection.clearReductions() }
    }

    func finishReductions(_ jacobian: Jacobian, block: Int) {
      for connection in connections { connection.finishReductions(jacobian, block: block) }
    }

    func finishCentered(_ jacobian: Jacobian, block: Int) {
      for connection in connections { connection.finishCentered(jacobian, block: block) }
    }
  }

  /// In the order in which their cotangents are complete: the top first.
  package let nodes: [Node]
  /// The node whose cotangent is given.
  let top: Node
  /// The node whose cotangent is wanted; nil if none is, or if the top cannot be reached from it.
  package let bottom: Node?
  /// Per slot, the largest volume of the nodes that use it.
  let slotVolumes: [Int]
  /// Rows of the Jacobian: elements of live connections' parameters.
  let jacobianRows: Int

  package init(_ forward: LaneForward, _ request: BackwardRequest, arena: Arena) {
    let network = forward.network
    let top = request.top ?? network.nodes.count - 1
    let live = network.reaching(top)
    var slots = MapSlots()
    var planned: [Int: Node] = [:]
    var nodes: [Node] = []
    var written: Set<Int> = []
    var memory = BackwardMemory(forward, request, arena: arena)

    func planNode(_ index: Int) -> Node {
      if let node = planned[index] { return node }
      let shape = network.nodes[index].shape
      let node = Node(index: index, shape: shape, slot: slots.acquire(volume: shape.volume), arena: arena)
      planned[index] = node
      return node
    }

    // Without a bottom nothing is passed on to the image, which is node 0.
    let lowest = request.bottom ?? 1
    self.top = planNode(top)
    for index in network.nodes.indices.reversed()
    where index <= top && index > request.bottom ?? 0 && live[index] {
      let node = planNode(index)
      for (place, connection) in network.nodes[index].connections.enumerated() {
        let source = connection.source < lowest ? nil : planNode(connection.source)
        node.connections.append(
          Connection(
            connection, node: node, place: place, source: source,
            accumulates: !written.insert(connection.source).inserted, memory: &memory))
      }
      nodes.append(node)
      slots.release(node.slot)
    }
    (self.nodes, slotVolumes, jacobianRows) = (nodes, slots.volumes, memory.jacobianRows)
    bottom = request.bottom.flatMap { planned[$0] }
  }
}
