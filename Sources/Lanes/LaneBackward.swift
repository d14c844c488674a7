import CKernels
import Networks

/// A backward pass, one block of seeds at a time.
///
/// A *slab* is a cotangent [channel][row][column][16] for one lane group; what the lanes are, ``LaneLayout`` says.
///
/// For a connection BN(conv(ReLU(source))) with weight t, cotangent g of its node, x̂ = (y − m)/σ and N = B · area:
/// ```
/// S = Σ g            M[o, k] = Σ g[o] · patch[k]            T = Σ g · x̂ = (Σ_k w[o, k] M[o, k] − m S) / σ
/// ĝ = a (g − S/N − x̂ T/N)  with a = t γ / σ                 (frozen: ĝ = a g)
/// ∂γ = t T    ∂β = t S    ∂w[o, k] = Σ ĝ · patch = a (M − S/N · Σ patch − T/N · Σ x̂ patch)
/// ∂source = mask · convᵀ(ĝ, w)
/// ```
/// so that one pass over g gives both reductions and the weight gradient of B seeds, and ĝ is formed only on its way into
/// convᵀ. With one seed, T is Σ g · x̂ itself and ∂w is added up from ĝ (``KernelGradient``).
package struct LaneBackward {
  package let forward: LaneForward
  package let request: BackwardRequest
  package let plan: BackwardPlan
  package let jacobian: Jacobian
  package let split: LaneSplit
  private let cotangents: [UnsafeMutablePointer<Float>]

  package init(_ forward: LaneForward, _ request: BackwardRequest, arena: Arena) {
    (self.forward, self.request) = (forward, request)
    split = LaneSplit(request.layout, batch: forward.batch)
    plan = BackwardPlan(forward, request, arena: arena)
    jacobian = Jacobian(rows: plan.jacobianRows, split: split, arena: arena)
    let slabs = split.groups
    cotangents = plan.slotVolumes.map { arena.floats(slabs * $0 * laneCount) }
  }

  /// Passes back the cotangent that ``seed(columns:block:)`` or ``seed(lanes:)`` has left at the top, and writes the block's
  /// columns of the Jacobian.
  package func run(block: Int = 0) {
    let order = plan.nodes
    for node in order { node.clearReductions() }
    if let first = order.first {
      for slab in 0..<split.groups { reduce(first, slab: slab, block: block) }
    }
    for (place, node) in order.enumerated() {
      node.finishReductions(jacobian, block: block)
      let next = place + 1 < order.count ? order[place + 1] : nil
      for slab in 0..<split.groups {
        propagate(node, slab: slab, block: block)
        if let next { reduce(next, slab: slab, block: block) }
      }
      node.finishCentered(jacobian, block: block)
    }
  }

  /// Passes every sample back as a seed of its own, from one column at the logits, block after block.
  package func runFromEverySample(_ column: [Float]) {
    for block in 0..<split.blocks {
      seed(columns: [column], block: block)
      run(block: block)
    }
  }

  /// The slab of a node's cotangent.
  package func cotangent(_ node: BackwardPlan.Node, slab: Int) -> UnsafeMutablePointer<Float> {
    cotangents[node.slot] + slab * node.shape.volume * laneCount
  }

  /// Σ_k ĉ_k W[k, c] / area by channel: what a cotangent ĉ at the logits is at the open places of the last node.
  package func column(_ cotangent: (Int) -> Double) -> [Float] {
    let (network, shape) = (forward.network, forward.network.nodes.last!.shape)
    let weight = forward.values[network.classifier.weight]
    return (0..<shape.channels).map { channel in
      let sum = (0..<network.classifier.classes).reduce(0.0) {
        $0 + cotangent($1) * Double(weight[weight.startIndex + $1 * shape.channels + channel])
      }
      return Float(sum / Double(shape.area))
    }
  }

  /// Starts a block at the logits: every sample has its column at the places of the last node where its ReLU is open.
  ///
  /// - Parameter columns: one for each sample, or one for all.
  package func seed(columns: [[Float]], block: Int = 0) {
    if columns.count == 1 && split.layout != .tiled { return seed(column: columns[0], block: block) }
    let last = plan.top
    let volume = last.shape.volume
    cotangents[last.slot].initialize(repeating: 0, count: split.groups * volume * laneCount)
    forEachSample(block: block) { sample, slab, lane in
      let values = forward.raw[last.index] + sample / laneCount * volume * laneCount + sample % laneCount
      let lanes = cotangent(last, slab: slab) + lane
      let column = columns.count == 1 ? columns[0] : columns[sample]
      for place in 0..<volume where values[place * laneCount] > 0 {
        lanes[place * laneCount] = column[place / last.shape.area]
      }
    }
  }

  /// The same column for all samples, whose lanes in the cotangent are those of the forward pass.
  private func seed(column: [Float], block: Int) {
    let last = plan.top
    let (area, volume) = (last.shape.area, last.shape.volume)
    for slab in 0..<split.groups {
      let group = split.viewBlock(slab: slab, block: block)
      let (values, lanes) = (forward.raw[last.index] + group * volume * laneCount, cotangent(last, slab: slab))
      for channel in 0..<last.shape.channels {
        let offset = channel * area * laneCount
        forward.set.functions.pointee.open_places(values + offset, lanes + offset, column[channel], area)
      }
      for lane in min(laneCount, forward.batch - group * laneCount)..<laneCount {
        for place in 0..<volume { lanes[place * laneCount + lane] = 0 }
      }
    }
  }

  /// Starts at the top with a cotangent of every sample, [group][c][h][w][16], as ``LaneForward/spread(_:volume:)`` lays it out; its
  /// lanes beyond the batch must be zero. The layout must be ``LaneLayout/whole``.
  package func seed(lanes: UnsafePointer<Float>) {
    let top = plan.top
    cotangent(top, slab: 0).update(from: lanes, count: split.groups * top.shape.volume * laneCount)
  }

  /// The cotangent at the bottom, [B, c, h, w]; zeros if the top cannot be reached from there.
  package func bottomCotangent() -> [Float] {
    let volume = forward.network.nodes[request.bottom!].shape.volume
    var field = [Float](repeating: 0, count: forward.batch * volume)
    guard let bottom = plan.bottom else { return field }
    forEachSample(block: 0) { sample, slab, lane in
      let lanes = cotangent(bottom, slab: slab) + lane
      for place in 0..<volume { field[sample * volume + place] = lanes[place * laneCount] }
    }
    return field
  }

  /// Where the samples that a block starts from are.
  private func forEachSample(block: Int, _ body: (_ sample: Int, _ slab: Int, _ lane: Int) -> Void) {
    let isWhole = split.layout == .whole
    for place in 0..<(isWhole ? forward.batch : split.seeds) {
      let sample = isWhole ? place : block * split.seeds + place
      guard sample < forward.batch else { break }
      let seed = isWhole ? 0 : place
      body(
        sample, split.layout == .perSample ? 0 : sample / split.samples, seed * split.samples + sample % split.samples)
    }
  }

  // MARK: one slab

  /// Adds a slab's share of S and M of every connection into the node.
  private func reduce(_ node: BackwardPlan.Node, slab: Int, block: Int) {
    if node.needsSums {
      forward.set.functions.pointee.add_channel_sums(
        cotangent(node, slab: slab), node.sums, Int32(node.shape.channels), node.shape.area)
    }
    for connection in node.connections {
      let cotangent = cotangent(connection, of: node, slab: slab)
      if let kernel = connection.kernel, !kernel.isCentered { run(kernel.calls, cotangent, of: node, slab, block) }
      connection.norm?.reduce(
        cotangent, slab: slab, block: split.viewBlock(slab: slab, block: block), set: forward.set)
    }
  }

  private func run(
    _ calls: [GradientCall], _ cotangent: UnsafePointer<Float>, of node: BackwardPlan.Node, _ slab: Int, _ block: Int
  ) {
    for call in calls {
      call.run(
        cotangent, channelStride: node.shape.area * laneCount, rowStride: node.shape.columns * laneCount,
        shape: node.shape, block: split.viewBlock(slab: slab, block: block),
        isFirst: slab == 0, repeatsActivations: split.repeatsActivations, set: forward.set)
    }
  }

  /// The channels of a node's cotangent that a connection fed.
  private func cotangent(
    _ connection: BackwardPlan.Connection, of node: BackwardPlan.Node, slab: Int
  ) -> UnsafeMutablePointer<Float> {
    cotangent(node, slab: slab) + connection.described.firstChannel * node.shape.area * laneCount
  }

  /// Passes a slab of the node's cotangent on to the sources and parameters of its connections.
  private func propagate(_ node: BackwardPlan.Node, slab: Int, block: Int) {
    for connection in node.connections where connection.isPropagated {
      let centered = center(connection, cotangent(connection, of: node, slab: slab), slab: slab)
      let at = split.viewBlock(slab: slab, block: block)
      if case .convolution = connection.described.operation { observe(connection, centered, slab: slab) }
      guard let source = connection.source else { continue }
      let to = cotangent(source, slab: slab)
      switch connection.described.operation {
      case .convolution: convolveTransposed(connection, centered, source, to: to, at: at)
      case .identity: scale(connection, centered, to: to)
      case .averagePool(let window): poolTransposed(connection, window, centered, source, to: to)
      case .maxPool(let window): maxPoolTransposed(connection, window, centered, source, to: to, at: at)
      }
    }
  }

  /// Hands ĝ / a of a convolution to those who waited for it.
  private func observe(_ connection: BackwardPlan.Connection, _ centered: UnsafeMutablePointer<Float>, slab: Int) {
    let (shape, padding) = (connection.resultShape, connection.cotangentPadding)
    let rowStride = (shape.columns + 2 * padding) * laneCount
    let channelStride = (shape.rows + 2 * padding) * rowStride
    let interior = centered + padding * (rowStride + laneCount)
    if let kernel = connection.kernel, kernel.isCentered {
      for call in kernel.calls {
        call.run(
          interior, channelStride: channelStride, rowStride: rowStride, shape: shape, block: slab,
          isFirst: slab == 0, repeatsActivations: split.repeatsActivations, set: forward.set)
      }
    }
    connection.saliency?.add(
      interior, channelStride: channelStride, rowStride: rowStride, factors: connection.factors, slab: slab)
  }

  /// ĝ / a with the border of zeros that the transposed convolution reads; `from` itself where neither is needed.
  private func center(
    _ connection: BackwardPlan.Connection, _ from: UnsafeMutablePointer<Float>, slab: Int
  ) -> UnsafeMutablePointer<Float> {
    let (shape, padding) = (connection.resultShape, connection.cotangentPadding)
    let norm = connection.norm.flatMap { $0.isCoupled ? $0 : nil }
    guard norm != nil || padding > 0 else { return from }
    let stride = (shape.rows + 2 * padding) * (shape.columns + 2 * padding) * laneCount
    for channel in 0..<shape.channels {
      let (plane, out) = (from + channel * shape.area * laneCount, connection.scratch + channel * stride)
      if let norm {
        let coefficients = slab == split.groups - 1 ? norm.lastCoefficients : norm.coefficients
        var call = tenas_center()
        call.cotangent = UnsafePointer(plane)
        call.normalized = UnsafePointer(
          norm.values! + (slab * shape.volume + channel * shape.area) * split.activationLane)
        call.mean = UnsafePointer(coefficients.mean + channel * laneCount)
        call.slope = UnsafePointer(coefficients.slope + channel * laneCount)
        call.out = out
        (call.rows, call.columns, call.padding) = (Int32(shape.rows), Int32(shape.columns), Int32(padding))
        call.lanes = split.repeatsActivations ? 0 : 1
        forward.set.functions.pointee.center(&call)
      } else {
        forward.set.functions.pointee.pad(plane, out, Int32(shape.rows), Int32(shape.columns), Int32(padding), 0)
      }
    }
    return connection.scratch
  }

  private func scale(
    _ connection: BackwardPlan.Connection, _ centered: UnsafeMutablePointer<Float>, to: UnsafeMutablePointer<Float>
  ) {
    let area = connection.resultShape.area
    for channel in 0..<connection.resultShape.channels {
      let offset = channel * area * laneCount
      forward.set.functions.pointee.scale(
        centered + offset, to + offset, connection.factors[channel], area, connection.accumulates ? 1 : 0)
    }
  }

  private func poolTransposed(
    _ connection: BackwardPlan.Connection, _ window: Network.Window, _ centered: UnsafeMutablePointer<Float>,
    _ source: BackwardPlan.Node, to: UnsafeMutablePointer<Float>
  ) {
    var one = connection.resultShape
    one.channels = 1
    for channel in 0..<connection.resultShape.channels {
      var pool = tenas_average_pool(
        in: centered + channel * one.area * laneCount, out: to + channel * source.shape.area * laneCount, shape: one,
        sourceShape: source.shape, window: window, weight: connection.factors[channel],
        accumulate: connection.accumulates)
      forward.set.functions.pointee.average_pool_transposed(&pool)
    }
  }

  private func maxPoolTransposed(
    _ connection: BackwardPlan.Connection, _ window: Network.Window, _ centered: UnsafeMutablePointer<Float>,
    _ source: BackwardPlan.Node, to: UnsafeMutablePointer<Float>, at block: Int
  ) {
    let (shape, lane) = (connection.resultShape, split.activationLane)
    let winners = connection.winners! + block * shape.volume * lane
    var one = shape
    one.channels = 1
    for channel in 0..<shape.channels {
      var pool = tenas_max_pool(
        in: centered + channel * one.area * laneCount, out: to + channel * source.shape.area * laneCount,
        winners: winners + channel * one.area * lane, shape: one, sourceShape: source.shape, window: window,
        weight: connection.factors[channel], accumulate: connection.accumulates)
      pool.lanes = split.repeatsActivations ? 0 : 1
      forward.set.functions.pointee.max_pool_transposed(&pool)
    }
  }

  private func convolveTransposed(
    _ connection: BackwardPlan.Connection, _ centered: UnsafeMutablePointer<Float>, _ source: BackwardPlan.Node,
    to: UnsafeMutablePointer<Float>, at block: Int
  ) {
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
        call.mask_kind = split.repeatsActivations ? TENAS_MASK_SAMPLES : TENAS_MASK_LANES
      }
      (call.weights, call.taps, call.tap_count) = (part.weights, part.taps, Int32(part.tapCount))
      (call.in_channels, call.out_channels) = (Int32(part.inputs), Int32(part.outputs))
      (call.rows, call.columns) = (Int32(part.rows), Int32(part.columns))
      call.accumulate = connection.accumulates ? 1 : 0
      call.scratch = part.scratch
      let functions = forward.set.functions.pointee
      part.scratch == nil ? functions.convolve(&call) : functions.winograd(&call)
    }
  }
}
