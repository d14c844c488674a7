import CKernels
import Networks

/// The forward pass's derivatives along two directions and the mixed second one: with weights W + s W + t V, what ∂/∂s, ∂/∂t and
/// ∂²/∂s∂t of every feature map are at s = t = 0.
///
/// Along W itself a convolution with batch norm hardly moves, since batch norm undoes a common factor but for ε. That is put
/// to use: with α = 1 + s, BN(α u) = (u − m) / √(var u + ε/α²), where u is the convolution by W + t V/α. Otherwise the
/// derivative would be a small difference of large numbers, which float32 cannot hold.
///
/// ```
/// u_s = W * x_s     u_t = W * x_t + V * x     u_st = W * x_st + V * (x_s − x)          with batch norm
/// u_s = W * (x_s + x)     u_t as above        u_st = W * (x_st + x_t) + V * x_s        without
/// D = var u + ε(s)   r = D^−½   z = (u − m) r, and the derivatives of all three by the product rule
/// ```
package struct SecondOrderForward {
  /// One field a direction: ∂/∂s, ∂/∂t, ∂²/∂s∂t; [block][channel][row][column][16].
  package struct Fields {
    package let s, t, st: UnsafeMutablePointer<Float>

    fileprivate init(_ count: Int, arena: Arena) {
      (s, t, st) = (arena.floats(count), arena.floats(count), arena.floats(count))
    }

    /// Zeros in so many places.
    fileprivate func clear(_ count: Int) { for field in all { field.update(repeating: 0, count: count) } }

    package var all: [UnsafeMutablePointer<Float>] { [s, t, st] }
  }

  private let forward: LaneForward
  /// V, by parameter.
  private let direction: [[Float]]
  /// Per node, in memory that serves again once nobody is left to read it.
  private var nodes: [Fields] = []

  /// The last node's.
  package var last: Fields { nodes.last! }

  /// Runs the pass.
  ///
  /// - Parameter direction: V by parameter; only kernels and the classifier's matrix move.
  package init(_ forward: LaneForward, direction: [[Double]]) {
    precondition(forward.network.statistics == .batch, "what undoes a common factor are the batch's own statistics")
    (self.forward, self.direction) = (forward, direction.map { $0.map(Float.init) })
    let (slots, volumes) = forward.network.forwardSlots
    let memory = volumes.map { Fields(forward.blocks * $0 * laneCount, arena: forward.arena) }
    for (node, described) in forward.network.nodes.enumerated() {
      nodes.append(memory[slots[node]])
      nodes[node].clear(count(described.shape))
      for place in described.connections.indices { add(node: node, place: place) }
    }
  }

  private func count(_ shape: FeatureShape) -> Int { forward.blocks * shape.volume * laneCount }

  /// Adds what one connection gives to its node.
  private func add(node: Int, place: Int) {
    let connection = forward.network.nodes[node].connections[place]
    let shape = LaneForward.resultShape(connection, in: forward.network)
    let mark = forward.arena.mark
    defer { forward.arena.release(to: mark) }
    let norm = forward.norms[node][place]
    let result: Fields
    switch connection.operation {
    case .identity: result = nodes[connection.source]
    case .convolution(let convolution):
      result = convolve(connection, convolution, shape: shape, isNormalized: norm != nil)
    case .averagePool(let window): result = pool(connection, window, shape: shape)
    case .maxPool(let window):
      result = select(connection, window, winners: forward.winners[node][place]!, shape: shape)
    }
    let isScaled = if case .convolution = connection.operation { true } else { false }
    for channel in 0..<shape.channels {
      let terms =
        norm.map { batchNormTerms($0, result, channel: channel, isScaled: isScaled, weight: connection.weight) }
        ?? Terms(plain: connection.weight)
      write(terms, result, input: norm?.input, shape: shape, channel: channel, connection, node: node)
    }
  }

  // MARK: operations

  private func convolve(
    _ connection: Network.Connection, _ convolution: Network.Convolution, shape: FeatureShape, isNormalized: Bool
  ) -> Fields {
    let result = Fields(count(shape), arena: forward.arena)
    let (kernel, moved) = (forward.values[convolution.kernel], direction[convolution.kernel][...])
    let source = nodes[connection.source]
    let value = forward.raw[connection.source]
    func run(
      _ kernel: ArraySlice<Float>, _ field: UnsafeMutablePointer<Float>, plus: UnsafeMutablePointer<Float>? = nil,
      times factor: Float = 1, into target: UnsafeMutablePointer<Float>, accumulate: Bool
    ) {
      let mark = forward.arena.mark
      defer { forward.arena.release(to: mark) }
      let view = self.view(connection, field, plus: plus, times: factor)
      forward.convolve(
        convolution, kernel: kernel, view: view, into: target, shape: shape, accumulate: accumulate)
    }
    run(kernel, source.t, into: result.t, accumulate: false)
    forward.convolve(
      convolution, kernel: moved, view: forward.view(connection), into: result.t, shape: shape, accumulate: true)
    if isNormalized {
      run(kernel, source.s, into: result.s, accumulate: false)
      run(kernel, source.st, into: result.st, accumulate: false)
      run(moved, source.s, plus: value, times: -1, into: result.st, accumulate: true)
    } else {
      run(kernel, source.s, plus: value, into: result.s, accumulate: false)
      run(kernel, source.st, plus: source.t, into: result.st, accumulate: false)
      run(moved, source.s, into: result.st, accumulate: true)
    }
    return result
  }

  /// field + factor · plus, where the connection's ReLU is open, with the border of zeros that its convolution reads.
  private func view(
    _ connection: Network.Connection, _ field: UnsafeMutablePointer<Float>, plus: UnsafeMutablePointer<Float>?,
    times factor: Float
  ) -> FeatureView {
    let shape = forward.network.nodes[connection.source].shape
    let padding = forward.view(connection).padding
    let functions = forward.set.functions.pointee
    let size = FeatureView.size(shape: shape, padding: padding, lane: laneCount, blocks: forward.blocks)
    let view = FeatureView(base: forward.arena.zeros(size), shape: shape, padding: padding, lane: laneCount)
    let plane = forward.arena.floats(shape.area * laneCount)
    for block in 0..<forward.blocks {
      for channel in 0..<shape.channels {
        let offset = (block * shape.volume + channel * shape.area) * laneCount
        functions.scale(field + offset, plane, 1, shape.area, 0)
        if let plus { functions.scale(plus + offset, plane, factor, shape.area, 1) }
        if connection.rectifies {
          functions.rectify_by(plane, forward.raw[connection.source] + offset, plane, shape.area)
        }
        functions.pad(
          plane, view.base + block * view.blockStride + channel * view.channelStride, Int32(shape.rows),
          Int32(shape.columns), Int32(padding), 0)
      }
    }
    return view
  }

  private func pool(_ connection: Network.Connection, _ window: Network.Window, shape: FeatureShape) -> Fields {
    let result = Fields(count(shape), arena: forward.arena)
    let sourceShape = forward.network.nodes[connection.source].shape
    for (field, target) in zip(nodes[connection.source].all, result.all) {
      for block in 0..<forward.blocks {
        var pool = tenas_average_pool(
          in: field + block * sourceShape.volume * laneCount, out: target + block * shape.volume * laneCount,
          shape: shape, sourceShape: sourceShape, window: window, weight: 1, accumulate: false)
        forward.set.functions.pointee.average_pool(&pool)
      }
    }
    return result
  }

  /// The places that a max pool took in the forward pass.
  private func select(
    _ connection: Network.Connection, _ window: Network.Window, winners: UnsafeMutablePointer<Float>,
    shape: FeatureShape
  ) -> Fields {
    let result = Fields(count(shape), arena: forward.arena)
    let source = forward.network.nodes[connection.source].shape
    for map in 0..<forward.blocks * shape.channels {
      for place in 0..<shape.area {
        let (y, x) = place.quotientAndRemainder(dividingBy: shape.columns)
        for lane in 0..<laneCount {
          let to = (map * shape.area + place) * laneCount + lane
          let (dy, dx) = Int(winners[to]).quotientAndRemainder(dividingBy: window.size)
          let (row, column) = (y * window.stride - window.padding + dy, x * window.stride - window.padding + dx)
          let from = (map * source.area + row * source.columns + column) * laneCount + lane
          for (field, target) in zip(nodes[connection.source].all, result.all) { target[to] = field[from] }
        }
      }
    }
    return result
  }

  // MARK: batch norm

  /// What a node's fields get of a channel: s = a · u_s + …, each a multiple of u, u_s, u_t, u_st and a constant.
  private struct Terms {
    /// ∂/∂s: multiples of u_s and u.
    var s: (own: Double, value: Double)
    /// ∂/∂t: multiples of u_t and u.
    var t: (own: Double, value: Double)
    /// ∂²/∂s∂t: multiples of u_st, u_s, u_t and u.
    var st: (own: Double, s: Double, t: Double, value: Double)
    /// What is added to each.
    var offset: (s: Double, t: Double, st: Double)

    /// Every field times a weight.
    init(plain weight: Double) {
      (s, t, st, offset) = ((weight, 0), (weight, 0), (weight, 0, 0, 0), (0, 0, 0))
    }
  }

  /// z = (u − m) r with r = (var u + ε(s))^−½, differentiated.
  ///
  /// - Parameter isScaled: whether a factor 1 + s on u was left to ε.
  private func batchNormTerms(
    _ norm: LaneForward.Norm, _ fields: Fields, channel: Int, isScaled: Bool, weight: Double
  ) -> Terms {
    let moments = Moments(norm, fields, channel: channel, in: forward)
    let inverse = norm.inverseDeviation[channel]
    let cube = inverse * inverse * inverse
    let epsilon = isScaled ? -2 * Network.BatchNorm.epsilon : 0
    let (ds, dt) = (2 * moments.us + epsilon, 2 * moments.ut)
    let dst = 2 * (moments.sAndT + moments.ust)
    let (rs, rt) = (-0.5 * cube * ds, -0.5 * cube * dt)
    let rst = 0.75 * cube * inverse * inverse * ds * dt - 0.5 * cube * dst
    let factor = weight * norm.scale[channel]
    let mean = norm.mean[channel]
    var terms = Terms(plain: factor * inverse)
    terms.s.value = factor * rs
    terms.t.value = factor * rt
    terms.st = (factor * inverse, factor * rt, factor * rs, factor * rst)
    terms.offset.s = -factor * (inverse * moments.means.s + rs * mean)
    terms.offset.t = -factor * (inverse * moments.means.t + rt * mean)
    terms.offset.st =
      -factor * (inverse * moments.means.st + rt * moments.means.s + rs * moments.means.t + rst * mean)
    return terms
  }

  /// Means over the batch of a channel's fields, and of their products with each other and with u, all less their means.
  private struct Moments {
    let means: (s: Double, t: Double, st: Double)
    /// mean of u u_s, u u_t, u u_st and u_s u_t.
    let us, ut, ust, sAndT: Double

    init(_ norm: LaneForward.Norm, _ fields: Fields, channel: Int, in forward: LaneForward) {
      let shape = norm.shape
      let count = Double(forward.batch * shape.area)
      func total(_ body: (Int, UnsafeMutablePointer<Double>) -> Void) -> Double {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: laneCount) { lanes in
          (0..<forward.blocks).reduce(0.0) { sum, block in
            body((block * shape.volume + channel * shape.area) * laneCount, lanes.baseAddress!)
            return sum + forward.total(lanes.baseAddress!, block: block)
          } / count
        }
      }
      let functions = forward.set.functions.pointee
      func mean(_ field: UnsafeMutablePointer<Float>) -> Double {
        total { functions.lane_sums(field + $0, shape.area, $1) }
      }
      // E[(a − ā)(b − b̄)] with centers rounded to float32: what rounding left is the product of the rests.
      func product(_ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>, _ aMean: Double, _ bMean: Double)
        -> Double
      {
        let (aCenter, bCenter) = (Float(aMean), Float(bMean))
        let raw = total { functions.lane_products(a + $0, b + $0, aCenter, bCenter, shape.area, $1) }
        return raw - (aMean - Double(aCenter)) * (bMean - Double(bCenter))
      }
      let value = norm.mean[channel]
      means = (mean(fields.s), mean(fields.t), mean(fields.st))
      us = product(norm.input, fields.s, value, means.s)
      ut = product(norm.input, fields.t, value, means.t)
      ust = product(norm.input, fields.st, value, means.st)
      sAndT = product(fields.s, fields.t, means.s, means.t)
    }
  }

  /// Adds a channel's terms to its node.
  private func write(
    _ terms: Terms, _ fields: Fields, input: UnsafeMutablePointer<Float>?, shape: FeatureShape, channel: Int,
    _ connection: Network.Connection, node: Int
  ) {
    let nodeShape = forward.network.nodes[node].shape
    for block in 0..<forward.blocks {
      let from = (block * shape.volume + channel * shape.area) * laneCount
      let to = (block * nodeShape.volume + (connection.firstChannel + channel) * nodeShape.area) * laneCount
      func add(
        _ field: UnsafeMutablePointer<Float>?, _ factor: Double, _ target: UnsafeMutablePointer<Float>,
        _ offset: Double = 0
      ) {
        guard let field, factor != 0 || offset != 0 else { return }
        forward.set.functions.pointee.affine_exact(field + from, target + to, factor, offset, shape.area, 1)
      }
      add(fields.s, terms.s.own, nodes[node].s, terms.offset.s)
      add(input, terms.s.value, nodes[node].s)
      add(fields.t, terms.t.own, nodes[node].t, terms.offset.t)
      add(input, terms.t.value, nodes[node].t)
      add(fields.st, terms.st.own, nodes[node].st, terms.offset.st)
      add(fields.s, terms.st.s, nodes[node].st)
      add(fields.t, terms.st.t, nodes[node].st)
      add(input, terms.st.value, nodes[node].st)
    }
  }
}

extension Network {
  /// The slot of each node's map in a forward pass that needs a map until its last reader has read it, and the slots' volumes.
  fileprivate var forwardSlots: (slots: [Int], volumes: [Int]) {
    var lastReaders = [Int](repeating: nodes.count, count: nodes.count)
    for (node, described) in nodes.enumerated() {
      for connection in described.connections { lastReaders[connection.source] = node }
    }
    var (memory, slots) = (MapSlots(), [Int]())
    for (node, described) in nodes.enumerated() {
      slots.append(memory.acquire(volume: described.shape.volume))
      for read in 0..<node where lastReaders[read] == node { memory.release(slots[read]) }
    }
    return (slots, memory.volumes)
  }
}
