import CKernels
import Networks

/// The forward pass of a batch, samples in the lanes: [lane group][channel][row][column][16].
///
/// What it computes lives in the arena until the caller releases it. Lanes beyond the batch hold finite numbers that no
/// statistic reads.
public struct LaneForward {
  /// A batch norm's statistics and the operation's result before it.
  package struct Norm {
    /// Per channel: mean, biased variance, 1 / √(variance + ε), γ.
    package let mean, variance, inverseDeviation, scale: [Double]
    /// The operation's result, [block][channel][row][column][16].
    package let input: UnsafeMutablePointer<Float>
    package let shape: FeatureShape
  }

  /// The graph.
  public let network: Network
  package let values: ParameterValues
  package let batch: Int
  package let blocks: Int
  package let set: InstructionSet
  /// The classes of the samples, and the signs of ``SignPropagation``.
  package let inputs: Inputs
  /// Where everything lies.
  package let arena: Arena
  /// Per node: its value, [block][channel][row][column][16].
  package private(set) var raw: [UnsafeMutablePointer<Float>] = []
  /// Per node: the view convolutions read, without and with ReLU; nil where none does.
  private(set) var plainViews: [FeatureView?] = []
  private(set) var rectifiedViews: [FeatureView?] = []
  /// Per node and connection: the batch norm, where there is one.
  package private(set) var norms: [[Norm?]] = []
  /// Per node and connection: which tap of each window a max pool took, [block][channel][row][column][16].
  package private(set) var winners: [[UnsafeMutablePointer<Float>?]] = []
  /// Per node and connection: a convolution's result, [block][channel][row][column][16].
  package private(set) var results: [[UnsafeMutablePointer<Float>?]] = []
  /// Covariances that observers have asked for.
  package let covariances = CovarianceMemo()

  /// Runs the forward pass.
  ///
  /// - Parameters:
  ///   - network: the graph.
  ///   - values: its parameters.
  ///   - inputs: the batch, [B, C, H, W].
  ///   - set: which compiled kernels run.
  ///   - arena: where everything is put. The caller releases it when the last observer has looked.
  public init(
    _ network: Network, values: ParameterValues, inputs: Inputs, set: InstructionSet = .best, arena: Arena
  ) {
    let batch = inputs.batch
    precondition(inputs.images.count == batch * network.nodes[0].shape.volume, "the batch does not fit the input node")
    (self.network, self.values, self.batch, self.set) = (network, values, batch, set)
    (self.inputs, self.arena) = (inputs, arena)
    blocks = laneBlocks(batch)
    raw.append(inputs.images.withUnsafeBufferPointer { spread($0, volume: network.nodes[0].shape.volume) })
    norms.append([])
    winners.append([])
    results.append([])
    addViews(node: 0, arena: arena)
    for index in network.nodes.indices.dropFirst() {
      computeNode(index, arena: arena)
      addViews(node: index, arena: arena)
    }
  }

  /// The view that a connection's convolution reads.
  func view(_ connection: Network.Connection) -> FeatureView {
    (connection.rectifies ? rectifiedViews : plainViews)[connection.source]!
  }

  /// The shape of what a connection's operation gives.
  package static func resultShape(_ connection: Network.Connection, in network: Network) -> FeatureShape {
    let source = network.nodes[connection.source].shape
    switch connection.operation {
    case .identity: return source
    case .averagePool(let window), .maxPool(let window):
      return FeatureShape(
        channels: source.channels, rows: window.count(along: source.rows), columns: window.count(along: source.columns))
    case .convolution(let convolution):
      return FeatureShape(
        channels: convolution.outputChannels, rows: convolution.window.count(along: source.rows),
        columns: convolution.window.count(along: source.columns))
    }
  }

  /// mean over places of ReLU(last node), [B, C], in float64.
  package func pooledFeatures() -> [Double] {
    let shape = network.nodes.last!.shape
    var pooled = [Double](repeating: 0, count: batch * shape.channels)
    let last = raw[network.nodes.count - 1]
    withUnsafeTemporaryAllocation(of: Double.self, capacity: laneCount) { sums in
      for block in 0..<blocks {
        for channel in 0..<shape.channels {
          let map = last + (block * shape.volume + channel * shape.area) * laneCount
          for lane in 0..<laneCount { sums[lane] = 0 }
          for place in 0..<shape.area {
            for lane in 0..<laneCount { sums[lane] += Double(max(map[place * laneCount + lane], 0)) }
          }
          for lane in 0..<min(laneCount, batch - block * laneCount) {
            pooled[(block * laneCount + lane) * shape.channels + channel] = sums[lane] / Double(shape.area)
          }
        }
      }
    }
    return pooled
  }

  /// Class outputs, [B, classes].
  package func logits() -> [Double] {
    let (pooled, classifier) = (pooledFeatures(), network.classifier)
    let (weight, bias) = (Array(values[classifier.weight]), Array(values[classifier.bias]))
    let channels = network.nodes.last!.shape.channels
    return (0..<batch).flatMap { sample in
      (0..<classifier.classes).map { k in
        (0..<channels).reduce(Double(bias[k])) {
          $0 + Double(weight[k * channels + $1]) * pooled[sample * channels + $1]
        }
      }
    }
  }

  // MARK: nodes

  /// Lays numbers [B, volume] out with samples in the lanes, [block][place][16]; lanes beyond the batch become zero.
  package func spread(_ numbers: UnsafeBufferPointer<Float>, volume: Int) -> UnsafeMutablePointer<Float> {
    let result = arena.floats(blocks * volume * laneCount)
    for block in 0..<blocks {
      set.functions.pointee.spread_samples(
        numbers.baseAddress! + block * laneCount * volume, volume, Int32(min(laneCount, batch - block * laneCount)),
        volume, result + block * volume * laneCount)
    }
    return result
  }

  private mutating func computeNode(_ index: Int, arena: Arena) {
    let node = network.nodes[index]
    let isWhole = node.connections.allSatisfy { Self.resultShape($0, in: network) == node.shape }
    let value = arena.floats(blocks * node.shape.volume * laneCount)
    if !isWhole || node.connections.isEmpty {
      value.initialize(repeating: 0, count: blocks * node.shape.volume * laneCount)
    }
    var (nodeNorms, nodeWinners): ([Norm?], [UnsafeMutablePointer<Float>?]) = ([], [])
    var nodeResults: [UnsafeMutablePointer<Float>?] = []
    for (place, connection) in node.connections.enumerated() {
      var taken: UnsafeMutablePointer<Float>?
      if case .maxPool = connection.operation {
        taken = arena.floats(blocks * Self.resultShape(connection, in: network).volume * laneCount)
      }
      let (norm, result) = add(
        connection, to: value, shape: node.shape, accumulate: !isWhole || place > 0, winners: taken, arena: arena)
      nodeNorms.append(norm)
      nodeWinners.append(taken)
      nodeResults.append(result)
    }
    raw.append(value)
    norms.append(nodeNorms)
    winners.append(nodeWinners)
    results.append(nodeResults)
  }

  /// Adds one connection's result to its node and returns its batch norm, and the result of a convolution.
  private func add(
    _ connection: Network.Connection, to value: UnsafeMutablePointer<Float>, shape node: FeatureShape, accumulate: Bool,
    winners: UnsafeMutablePointer<Float>?, arena: Arena
  ) -> (Norm?, UnsafeMutablePointer<Float>?) {
    let shape = Self.resultShape(connection, in: network)
    let (source, sourceShape) = (raw[connection.source], network.nodes[connection.source].shape)
    let result: UnsafeMutablePointer<Float>
    switch connection.operation {
    case .identity where connection.rectifies, .averagePool where connection.rectifies,
      .maxPool where connection.rectifies:
      preconditionFailure("the lane kernels rectify the sources of convolutions only")
    case .identity: result = source
    case .convolution(let convolution):
      result = arena.floats(blocks * shape.volume * laneCount)
      convolve(convolution, view: view(connection), into: result, shape: shape, arena: arena)
    case .averagePool(let window):
      result = arena.floats(blocks * shape.volume * laneCount)
      for block in 0..<blocks {
        var pool = tenas_average_pool(
          in: source + block * sourceShape.volume * laneCount, out: result + block * shape.volume * laneCount,
          shape: shape, sourceShape: sourceShape, window: window, weight: 1, accumulate: false)
        set.functions.pointee.average_pool(&pool)
      }
    case .maxPool(let window):
      result = arena.floats(blocks * shape.volume * laneCount)
      for block in 0..<blocks {
        var pool = tenas_max_pool(
          in: source + block * sourceShape.volume * laneCount, out: result + block * shape.volume * laneCount,
          winners: winners! + block * shape.volume * laneCount, shape: shape, sourceShape: sourceShape, window: window,
          weight: 1, accumulate: false)
        set.functions.pointee.max_pool(&pool)
      }
    }
    let norm = connection.batchNorm.map { statistics(of: result, shape: shape, batchNorm: $0) }
    let shift = connection.batchNorm?.affine.map { values[$0.shift] }
    for block in 0..<blocks {
      for channel in 0..<shape.channels {
        let from = result + (block * shape.volume + channel * shape.area) * laneCount
        let to = value + (block * node.volume + (connection.firstChannel + channel) * node.area) * laneCount
        var (factor, offset) = (connection.weight, 0.0)
        if let norm {
          let slope = norm.scale[channel] * norm.inverseDeviation[channel]
          let beta = shift.map { Double($0[$0.startIndex + channel]) } ?? 0
          offset = factor * (beta - slope * norm.mean[channel])
          factor *= slope
        }
        set.functions.pointee.affine_exact(from, to, factor, offset, shape.area, accumulate ? 1 : 0)
      }
    }
    guard case .convolution = connection.operation else { return (norm, nil) }
    return (norm, result)
  }

  private func convolve(
    _ convolution: Network.Convolution, view: FeatureView, into result: UnsafeMutablePointer<Float>,
    shape: FeatureShape, arena: Arena
  ) {
    convolve(convolution, kernel: values[convolution.kernel], view: view, into: result, shape: shape, accumulate: false)
  }

  /// result (+)= kernel * what the view holds.
  func convolve(
    _ convolution: Network.Convolution, kernel: ArraySlice<Float>, view: FeatureView,
    into result: UnsafeMutablePointer<Float>, shape: FeatureShape, accumulate: Bool
  ) {
    let mark = arena.mark
    defer { arena.release(to: mark) }
    let window = convolution.window
    let (inputs, outputs) = (
      convolution.inputChannels / convolution.groups, convolution.outputChannels / convolution.groups
    )
    let area = window.size * window.size
    let taps = arena.displacements(view.taps(window))
    let isWinograd = Winograd.serves(
      window, inputs: inputs, outputs: outputs, rows: shape.rows, columns: shape.columns)
    let scratch = isWinograd ? arena.floats(tenas_winograd_scratch(inputs)) : nil
    for group in 0..<convolution.groups {
      let first = kernel.startIndex + group * outputs * inputs * area
      let packed =
        isWinograd
        ? kernel.withUnsafeBufferPointer {
          Winograd.weights(
            $0.baseAddress! + first - kernel.startIndex, outputStride: inputs * area, inputStride: area,
            isMirrored: false, inputFactors: nil, outputs: outputs, inputs: inputs, set: set, arena: arena)
        }
        : PackedKernel.pack(outputs: outputs, inputs: inputs, taps: area, set: set, arena: arena) {
          kernel[first + ($0 * inputs + $1) * area + $2]
        }
      for block in 0..<blocks {
        var call = tenas_convolution()
        call.in = UnsafePointer(
          view.origin(block: block, padding: window.padding) + group * inputs * view.channelStride)
        (call.in_channel, call.in_row, call.in_column) =
          (view.channelStride, window.stride * view.rowStride, window.stride * laneCount)
        call.out = result + (block * shape.volume + group * outputs * shape.area) * laneCount
        (call.out_channel, call.out_row, call.out_column) =
          (shape.area * laneCount, shape.columns * laneCount, laneCount)
        (call.weights, call.taps, call.scratch) = (packed, taps, scratch)
        (call.in_channels, call.out_channels, call.tap_count) = (Int32(inputs), Int32(outputs), Int32(area))
        (call.rows, call.columns) = (Int32(shape.rows), Int32(shape.columns))
        call.accumulate = accumulate ? 1 : 0
        isWinograd ? set.functions.pointee.winograd(&call) : set.functions.pointee.convolve(&call)
      }
    }
  }

  private func statistics(
    of result: UnsafeMutablePointer<Float>, shape: FeatureShape, batchNorm: Network.BatchNorm
  ) -> Norm {
    let scale = batchNorm.affine.map { values[$0.scale].map(Double.init) }
    let scales = scale ?? [Double](repeating: 1, count: shape.channels)
    guard network.statistics == .batch else {
      let inverse = 1 / (1 + Network.BatchNorm.epsilon).squareRoot()
      return Norm(
        mean: scales.map { _ in 0 }, variance: scales.map { _ in 1 }, inverseDeviation: scales.map { _ in inverse },
        scale: scales, input: result, shape: shape)
    }
    let count = Double(batch * shape.area)
    var (means, variances, inverses) = ([Double](), [Double](), [Double]())
    withUnsafeTemporaryAllocation(of: Double.self, capacity: laneCount) { buffer in
      let lanes = buffer.baseAddress!
      for channel in 0..<shape.channels {
        let map = { (block: Int) in result + (block * shape.volume + channel * shape.area) * laneCount }
        var sum = 0.0
        for block in 0..<blocks {
          set.functions.pointee.lane_sums(map(block), shape.area, lanes)
          sum += total(lanes, block: block)
        }
        let mean = sum / count
        var squares = 0.0
        for block in 0..<blocks {
          set.functions.pointee.lane_squares(map(block), Float(mean), shape.area, lanes)
          squares += total(lanes, block: block)
        }
        // The deviations were taken from the mean rounded to float32; the difference is put right here.
        let rounding = mean - Double(Float(mean))
        let variance = max(squares / count - rounding * rounding, 0)
        means.append(mean)
        variances.append(variance)
        inverses.append(1 / (variance + Network.BatchNorm.epsilon).squareRoot())
      }
    }
    return Norm(
      mean: means, variance: variances, inverseDeviation: inverses, scale: scales, input: result, shape: shape)
  }

  /// The sum over the lanes of a block that hold samples.
  package func total(_ lanes: UnsafePointer<Double>, block: Int) -> Double {
    var sum = 0.0
    for lane in 0..<min(laneCount, batch - block * laneCount) { sum += lanes[lane] }
    return sum
  }

  // MARK: views

  /// Lays out what the convolutions that read a node need.
  private mutating func addViews(node: Int, arena: Arena) {
    plainViews.append(makeView(node: node, rectified: false, arena: arena))
    rectifiedViews.append(makeView(node: node, rectified: true, arena: arena))
  }

  private func makeView(node: Int, rectified: Bool, arena: Arena) -> FeatureView? {
    let paddings = network.nodes.lazy.flatMap(\.connections).compactMap { connection -> Int? in
      guard connection.source == node, connection.rectifies == rectified,
        case .convolution(let convolution) = connection.operation
      else { return nil }
      return max(convolution.window.padding, convolution.window.trailingPadding, 0)
    }
    guard let padding = paddings.max() else { return nil }
    let shape = network.nodes[node].shape
    if padding == 0 && !rectified { return FeatureView(base: raw[node], shape: shape, padding: 0, lane: laneCount) }
    let size = FeatureView.size(shape: shape, padding: padding, lane: laneCount, blocks: blocks)
    let view = FeatureView(base: arena.floats(size), shape: shape, padding: padding, lane: laneCount)
    for block in 0..<blocks {
      for channel in 0..<shape.channels {
        if padding > 0 {
          set.functions.pointee.clear_border(
            view.base + block * view.blockStride + channel * view.channelStride, Int32(shape.rows),
            Int32(shape.columns), Int32(padding))
        }
        set.functions.pointee.pad(
          raw[node] + (block * shape.volume + channel * shape.area) * laneCount,
          view.base + block * view.blockStride + channel * view.channelStride, Int32(shape.rows), Int32(shape.columns),
          Int32(padding), rectified ? 1 : 0)
      }
    }
    return view
  }
}

extension tenas_average_pool {
  /// Describes a pool from `sourceShape` to `shape`.
  package init(
    in input: UnsafePointer<Float>, out: UnsafeMutablePointer<Float>, shape: FeatureShape, sourceShape: FeatureShape,
    window: Network.Window, weight: Float, accumulate: Bool
  ) {
    self.init()
    (self.in, self.out) = (input, out)
    (channels, self.window, stride, padding) =
      (Int32(shape.channels), Int32(window.size), Int32(window.stride), Int32(window.padding))
    (in_rows, in_columns) = (Int32(sourceShape.rows), Int32(sourceShape.columns))
    (out_rows, out_columns) = (Int32(shape.rows), Int32(shape.columns))
    (self.weight, self.accumulate) = (weight, accumulate ? 1 : 0)
  }
}

extension tenas_max_pool {
  /// Describes a pool from `sourceShape` to `shape`.
  package init(
    in input: UnsafePointer<Float>, out: UnsafeMutablePointer<Float>, winners: UnsafeMutablePointer<Float>,
    shape: FeatureShape, sourceShape: FeatureShape, window: Network.Window, weight: Float, accumulate: Bool
  ) {
    self.init()
    (self.in, self.out, self.winners) = (input, out, winners)
    (channels, self.window, stride, padding) =
      (Int32(shape.channels), Int32(window.size), Int32(window.stride), Int32(window.padding))
    (in_rows, in_columns) = (Int32(sourceShape.rows), Int32(sourceShape.columns))
    (out_rows, out_columns) = (Int32(shape.rows), Int32(shape.columns))
    (self.weight, self.accumulate) = (weight, accumulate ? 1 : 0)
  }
}
