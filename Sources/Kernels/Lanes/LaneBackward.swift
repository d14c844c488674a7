import CKernels
import Networks

/// The backward passes of a tangent kernel, one block of seeds at a time.
///
/// A *slab* is a cotangent [channel][row][column][16] for one lane group. With coupled batch norm a lane group holds 4 seeds
/// times 4 samples and there is a slab for every 4 samples; with frozen batch norm each gradient is local to its sample, the
/// lanes are 16 samples that are their own seeds, and there is one slab.
///
/// For a connection BN(conv(ReLU(source))) with weight t, cotangent g of its node, x̂ = (y − m)/σ and N = B · area:
/// ```
/// S = Σ g            M[o, k] = Σ g[o] · patch[k]            T = Σ g · x̂ = (Σ_k w[o, k] M[o, k] − m S) / σ
/// ĝ = a (g − S/N − x̂ T/N)  with a = t γ / σ                 (frozen: ĝ = a g)
/// ∂γ = t T           ∂w[o, k] = Σ ĝ · patch = a (M − S/N · Σ patch − T/N · Σ x̂ patch)
/// ∂source = mask · convᵀ(ĝ, w)
/// ```
/// so that one pass over g gives both reductions and the weight gradient, and ĝ is formed only on its way into convᵀ.
struct LaneBackward {
  let forward: LaneForward
  let coupling: BatchNormCoupling
  let plan: BackwardPlan
  let jacobian: Jacobian
  let split: LaneSplit
  private let slabs: Int
  private let cotangents: [UnsafeMutablePointer<Float>]
  private let classifierColumn: [Float]

  init(_ forward: LaneForward, coupling: BatchNormCoupling, arena: Arena) {
    (self.forward, self.coupling) = (forward, coupling)
    split = LaneSplit(coupling, batch: forward.batch)
    slabs = split.groups
    plan = BackwardPlan(forward, coupling: coupling, arena: arena)
    jacobian = Jacobian(rows: plan.jacobianRows, split: split, arena: arena)
    let slabs = slabs
    cotangents = plan.slotVolumes.map { arena.floats(slabs * $0 * laneCount) }
    let (network, values) = (forward.network, forward.values)
    let weight = Array(values[network.classifier.weight])
    let shape = network.nodes.last!.shape
    classifierColumn = (0..<shape.channels).map { channel in
      let sum = (0..<network.classifier.classes).reduce(0.0) { $0 + Double(weight[$1 * shape.channels + channel]) }
      return Float(sum / Double(shape.area))
    }
  }

  /// Runs the backward pass of one block of seeds and writes its columns of the Jacobian.
  mutating func run(block: Int) {
    let order = plan.nodes
    seed(block: block)
    for node in order { node.clearReductions() }
    if let first = order.first {
      for slab in 0..<slabs { reduce(first, slab: slab, block: block) }
    }
    for (place, node) in order.enumerated() {
      node.finishReductions(self, block: block)
      let next = place + 1 < order.count ? order[place + 1] : nil
      for slab in 0..<slabs {
        propagate(node, slab: slab, block: block)
        if let next { reduce(next, slab: slab, block: block) }
      }
    }
  }

  /// The slab of a node's cotangent.
  func cotangent(_ node: BackwardPlan.Node, slab: Int) -> UnsafeMutablePointer<Float> {
    cotangents[node.slot] + slab * node.shape.volume * laneCount
  }

  /// Which block of a view goes with a slab: group `slab` of samples (coupled) or lane group `block` (frozen).
  func viewBlock(slab: Int, block: Int) -> Int { coupling == .coupled ? slab : block }

  /// ∂f/∂(last node): seed i has (Σ_k W[k, c]) / area at the places of sample i where the ReLU is open.
  private func seed(block: Int) {
    guard let last = plan.nodes.first else { return }
    let shape = last.shape
    cotangents[last.slot].initialize(repeating: 0, count: slabs * shape.volume * laneCount)
    for seed in 0..<split.seeds {
      let sample = block * split.seeds + seed
      guard sample < forward.batch else { break }
      let values = forward.raw[last.index] + sample / laneCount * shape.volume * laneCount + sample % laneCount
      let slab = coupling == .coupled ? sample / split.samples : 0
      let lanes = cotangent(last, slab: slab) + seed * split.samples + sample % split.samples
      for place in 0..<shape.volume where values[place * laneCount] > 0 {
        lanes[place * laneCount] = classifierColumn[place / shape.area]
      }
    }
  }

  // MARK: one slab

  /// Adds a slab's share of S and M of every connection into the node.
  private func reduce(_ node: BackwardPlan.Node, slab: Int, block: Int) {
    let (functions, at) = (forward.set.functions.pointee, viewBlock(slab: slab, block: block))
    if node.needsSums {
      functions.add_channel_sums(
        cotangent(node, slab: slab), node.sums, Int32(node.shape.channels), node.shape.area)
    }
    for connection in node.connections {
      let cotangent = self.cotangent(node, slab: slab) + connection.firstChannel * node.shape.area * laneCount
      for part in connection.gradients {
        var call = tenas_weight_gradient()
        call.cotangent = UnsafePointer(cotangent + part.firstOutput * node.shape.area * laneCount)
        (call.cotangent_channel, call.cotangent_row) = (node.shape.area * laneCount, node.shape.columns * laneCount)
        call.activation = UnsafePointer(part.activation + at * part.activationBlock)
        (call.activation_row, call.activation_column) = (part.activationRow, part.activationColumn)
        call.lanes = coupling == .frozen ? 1 : 0
        (call.products, call.entries) = (part.products, part.entries)
        (call.out_channels, call.entry_count) = (Int32(part.outputs), Int32(part.entryCount))
        (call.rows, call.columns) = (Int32(node.shape.rows), Int32(node.shape.columns))
        functions.weight_gradient(&call)
      }
    }
  }

  /// Passes a slab of the node's cotangent on to the sources of its connections.
  private func propagate(_ node: BackwardPlan.Node, slab: Int, block: Int) {
    for connection in node.connections {
      guard let source = connection.source else { continue }
      let from = cotangent(node, slab: slab) + connection.firstChannel * node.shape.area * laneCount
      let to = cotangents[source.slot] + slab * source.shape.volume * laneCount
      switch connection.operation {
      case .convolution:
        let centered = center(connection, from, shape: connection.resultShape, slab: slab)
        convolveTransposed(connection, centered, to: to, at: viewBlock(slab: slab, block: block))
      case .identity:
        let (centered, weight) = centerUnpadded(connection, from, slab: slab)
        forEachChannel(connection, weight) { channel, factor in
          let offset = channel * source.shape.area * laneCount
          forward.set.functions.pointee.scale(
            centered + offset, to + offset, factor, source.shape.area, connection.accumulates ? 1 : 0)
        }
      case .averagePool(let window):
        let (centered, weight) = centerUnpadded(connection, from, slab: slab)
        forEachChannel(connection, weight) { channel, factor in
          var one = connection.resultShape
          one.channels = 1
          var pool = tenas_average_pool(
            in: centered + channel * one.area * laneCount, out: to + channel * source.shape.area * laneCount,
            shape: one,
            sourceShape: source.shape, window: window, weight: factor, accumulate: connection.accumulates)
          forward.set.functions.pointee.average_pool_transposed(&pool)
        }
      case .maxPool(let window):
        let (centered, weight) = centerUnpadded(connection, from, slab: slab)
        let lane = coupling == .coupled ? split.samples : laneCount
        let shape = connection.resultShape
        let winners = connection.winners! + viewBlock(slab: slab, block: block) * shape.volume * lane
        forEachChannel(connection, weight) { channel, factor in
          var one = shape
          one.channels = 1
          var pool = tenas_max_pool(
            in: centered + channel * one.area * laneCount, out: to + channel * source.shape.area * laneCount,
            winners: winners + channel * one.area * lane, shape: one, sourceShape: source.shape, window: window,
            weight: factor, accumulate: connection.accumulates)
          pool.lanes = coupling == .coupled ? 0 : 1
          forward.set.functions.pointee.max_pool_transposed(&pool)
        }
      }
    }
  }

  /// ĝ / a with the border of zeros that the transposed convolution reads; `from` itself where neither is needed.
  private func center(
    _ connection: BackwardPlan.Connection, _ from: UnsafeMutablePointer<Float>, shape: FeatureShape, slab: Int
  ) -> UnsafeMutablePointer<Float> {
    let functions = forward.set.functions.pointee
    let padding = connection.cotangentPadding
    let isCoupled = connection.norm != nil && coupling == .coupled
    guard isCoupled || padding > 0 else { return from }
    let stride = (shape.rows + 2 * padding) * (shape.columns + 2 * padding) * laneCount
    for channel in 0..<shape.channels {
      let (in0, out) = (from + channel * shape.area * laneCount, connection.scratch + channel * stride)
      if isCoupled {
        let coefficients = slab == slabs - 1 ? connection.lastCoefficients : connection.coefficients
        functions.center_cotangent(
          in0, connection.normalized! + (slab * shape.volume + channel * shape.area) * split.samples,
          coefficients.mean + channel * laneCount, coefficients.slope + channel * laneCount, out, Int32(shape.rows),
          Int32(shape.columns), Int32(padding))
      } else {
        functions.pad(in0, out, Int32(shape.rows), Int32(shape.columns), Int32(padding), 0)
      }
    }
    return connection.scratch
  }

  /// The same for connections that are not convolutions; the factors a remain to be applied, channel by channel.
  private func centerUnpadded(
    _ connection: BackwardPlan.Connection, _ from: UnsafeMutablePointer<Float>, slab: Int
  ) -> (UnsafeMutablePointer<Float>, [Float]) {
    (center(connection, from, shape: connection.resultShape, slab: slab), connection.factors)
  }

  private func forEachChannel(_ connection: BackwardPlan.Connection, _ factors: [Float], _ body: (Int, Float) -> Void) {
    for channel in 0..<connection.resultShape.channels { body(channel, factors[channel]) }
  }

  private func convolveTransposed(
    _ connection: BackwardPlan.Connection, _ centered: UnsafeMutablePointer<Float>,
    to: UnsafeMutablePointer<Float>, at block: Int
  ) {
    guard let source = connection.source else { return }
    for part in connection.transposed {
      var call = tenas_convolution()
      call.in = UnsafePointer(centered + part.inputOffset)
      (call.in_channel, call.in_row, call.in_column) = (part.inputChannelStride, part.inputRowStride, laneCount)
      call.out = to + part.outputOffset
      (call.out_channel, call.out_row, call.out_column) =
        (source.shape.area * laneCount, part.stride * source.shape.columns * laneCount, part.stride * laneCount)
      if let mask = connection.mask {
        call.mask = UnsafePointer(
          mask.interior(block: block) + part.firstChannel * mask.channelStride + part.firstRow * mask.rowStride
            + part.firstColumn * mask.lane)
        (call.mask_channel, call.mask_row, call.mask_column) =
          (mask.channelStride, part.stride * mask.rowStride, part.stride * mask.lane)
        call.mask_kind = coupling == .coupled ? TENAS_MASK_SAMPLES : TENAS_MASK_LANES
      }
      (call.weights, call.taps, call.tap_count) = (part.weights, part.taps, Int32(part.tapCount))
      (call.in_channels, call.out_channels) = (Int32(part.inputs), Int32(part.outputs))
      (call.rows, call.columns) = (Int32(part.rows), Int32(part.columns))
      call.accumulate = connection.accumulates ? 1 : 0
      forward.set.functions.pointee.convolve(&call)
    }
  }
}
