import CKernels
import Networks

extension BackwardPlan {
  /// One connection as the backward pass sees it.
  final class Connection {
    /// The node it reads; nil for the image, which needs no cotangent.
    let source: Node?
    let operation: Network.Operation
    let resultShape: FeatureShape
    let firstChannel: Int
    let weight: Double
    let norm: LaneForward.Norm?
    /// Whether an earlier connection has written the source's cotangent already.
    let accumulates: Bool
    /// a per channel: t γ / σ, or t without batch norm.
    let factors: [Float]
    let gradients: [Gradient]
    let transposed: [Transposed]
    let mask: FeatureView?
    let cotangentPadding: Int
    let scratch: UnsafeMutablePointer<Float>
    /// S of the node's channels that this connection feeds, lane groups.
    private let sums: UnsafeMutablePointer<Float>
    /// S / N and T / N per channel, lane groups; and the same with zeros in the lanes beyond the batch, for the last group
    /// of samples, whose empty lanes must stay zero.
    let coefficients, lastCoefficients: Coefficients
    /// x̂ of every sample; coupled batch norm only.
    let normalized: UnsafeMutablePointer<Float>?
    /// Which tap of each window a max pool took: groups of 4 samples (coupled) or lane groups (frozen).
    let winners: UnsafeMutablePointer<Float>?

    /// What is subtracted from a cotangent, per channel.
    struct Coefficients {
      let mean, slope: UnsafeMutablePointer<Float>

      init(channels: Int, arena: Arena) {
        (mean, slope) = (arena.zeros(channels * laneCount), arena.zeros(channels * laneCount))
      }
    }

    private let split: LaneSplit
    private let kernel: [Float]
    private let products: UnsafeMutablePointer<Float>
    /// Σ g x̂ per channel, lane groups; nil where T follows from `products`.
    private let scaleProducts: UnsafeMutablePointer<Float>?
    private let productCount: Int
    private let entryCount: Int
    private let patches: PatchSums?
    private let kernelRow: Int?
    private let scaleRow: Int?
    private let coupling: BatchNormCoupling
    private let count: Double

    init(
      _ connection: Network.Connection, node: Node, source: Node?, norm: LaneForward.Norm?,
      winners: UnsafeMutablePointer<Float>?, accumulates: Bool, memory: inout BackwardMemory
    ) {
      let forward = memory.forward
      let shape = LaneForward.resultShape(connection, in: forward.network)
      let weight = connection.weight
      let factors = (0..<shape.channels).map { channel in
        norm.map { weight * $0.scale[channel] * $0.inverseDeviation[channel] } ?? weight
      }
      (self.source, self.norm, self.accumulates, self.weight) = (source, norm, accumulates, weight)
      (operation, resultShape, firstChannel) = (connection.operation, shape, connection.firstChannel)
      (coupling, count) = (memory.coupling, Double(forward.batch * shape.area))
      self.factors = factors.map(Float.init)
      split = memory.split
      sums = node.sums + connection.firstChannel * laneCount
      coefficients = Coefficients(channels: shape.channels, arena: memory.arena)
      lastCoefficients = Coefficients(channels: shape.channels, arena: memory.arena)
      let isCoupled = norm != nil && memory.coupling == .coupled
      normalized = isCoupled ? memory.normalized(norm!) : nil
      self.winners = winners.map { memory.coupling == .coupled ? memory.winners($0, shape: shape) : $0 }
      scaleRow = connection.batchNorm?.affine == nil ? nil : memory.rows(shape.channels)

      var gradients: [Gradient]
      if case .convolution(let convolution) = connection.operation {
        let inputs = convolution.inputChannels / convolution.groups
        let area = convolution.window.size * convolution.window.size
        let activations = memory.activations(connection)
        kernel = Array(forward.values[convolution.kernel])
        entryCount = inputs * area
        productCount = kernel.count
        products = memory.arena.zeros(productCount * laneCount)
        kernelRow = memory.rows(productCount)
        gradients = Gradient.parts(convolution, activations: activations, products: products, arena: memory.arena)
        mask = connection.rectifies ? activations : nil
        patches = isCoupled ? PatchSums(connection, convolution: convolution, norm: norm!, memory: memory) : nil
        if source == nil {
          (transposed, cotangentPadding) = ([], 0)
        } else {
          let geometry = TransposedGeometry(
            convolution.window, source: forward.network.nodes[connection.source].shape, result: shape)
          cotangentPadding = geometry.padding
          transposed = geometry.parts(
            convolution, kernel: kernel, factors: self.factors, set: forward.set, arena: memory.arena)
        }
      } else {
        (kernel, entryCount, kernelRow, mask, patches) = ([], 1, nil, nil, nil)
        (transposed, cotangentPadding) = ([], 0)
        (productCount, products) = (0, memory.arena.zeros(0))
        gradients = []
      }
      // T from x̂ itself, unless M gives it: with frozen statistics the mean may be large beside the deviation, and m S
      // would cancel digits that coupling subtracts anyway.
      if let norm, !isCoupled || kernel.isEmpty {
        let values = normalized ?? memory.normalizedLanes(norm)
        let products = memory.arena.zeros(shape.channels * laneCount)
        gradients += Gradient.channels(
          shape, values: values, isCoupled: isCoupled, products: products, arena: memory.arena)
        scaleProducts = products
      } else {
        scaleProducts = nil
      }
      self.gradients = gradients
      scratch =
        isCoupled || cotangentPadding > 0
        ? memory.scratch(shape: shape, padding: cotangentPadding) : sums
    }

    func clearReductions() {
      products.update(repeating: 0, count: productCount * laneCount)
      scaleProducts?.update(repeating: 0, count: resultShape.channels * laneCount)
    }

    /// Turns S and M into T, the coefficients of ĝ, and the rows of the Jacobian.
    func finishReductions(_ backward: LaneBackward, block: Int) {
      for channel in 0..<resultShape.channels {
        if let norm {
          finishBatchNorm(norm, channel: channel, jacobian: backward.jacobian, block: block)
        }
        if let kernelRow {
          for entry in 0..<entryCount {
            finishKernel(
              channel: channel, entry: entry,
              row: backward.jacobian.seeds(row: kernelRow + channel * entryCount + entry, block: block))
          }
        }
      }
    }

    private func finishBatchNorm(_ norm: LaneForward.Norm, channel: Int, jacobian: Jacobian, block: Int) {
      let lanes = channel * laneCount
      for seed in 0..<split.seeds {
        let sum = split.total(sums + lanes, seed: seed)
        let product: Double  // T
        if let scaleProducts {
          product = split.total(scaleProducts + lanes, seed: seed)
        } else {
          var projected = 0.0
          for entry in channel * entryCount..<(channel + 1) * entryCount {
            projected += Double(kernel[entry]) * split.total(products + entry * laneCount, seed: seed)
          }
          product = (projected - norm.mean[channel] * sum) * norm.inverseDeviation[channel]
        }
        split.spread(Float(sum / count), to: coefficients.mean + lanes, seed: seed)
        split.spread(Float(product / count), to: coefficients.slope + lanes, seed: seed)
        if let scaleRow { jacobian.seeds(row: scaleRow + channel, block: block)[seed] = Float(weight * product) }
      }
      for lane in 0..<laneCount where split.holdsSample(lane: lane, group: split.groups - 1) {
        lastCoefficients.mean[lanes + lane] = coefficients.mean[lanes + lane]
        lastCoefficients.slope[lanes + lane] = coefficients.slope[lanes + lane]
      }
    }

    private func finishKernel(channel: Int, entry: Int, row: UnsafeMutablePointer<Float>) {
      let raw = products + (channel * entryCount + entry) * laneCount
      let factor = Double(factors[channel])
      for seed in 0..<split.seeds {
        var value = split.total(raw, seed: seed)
        if let patches {
          let at = channel * laneCount + seed * split.samples
          value -= Double(coefficients.mean[at]) * patches.sums[channel / patches.groupOutputs * entryCount + entry]
          value -= Double(coefficients.slope[at]) * patches.products[channel * entryCount + entry]
        }
        row[seed] = Float(factor * value)
      }
    }
  }

  /// One call of the weight-gradient kernel: a group of a convolution, or a channel of a batch norm over anything else.
  struct Gradient {
    let firstOutput, outputs: Int
    let activation: UnsafeMutablePointer<Float>
    let activationBlock, activationRow, activationColumn: Int
    let entries: UnsafePointer<Int>
    let entryCount: Int
    let products: UnsafeMutablePointer<Float>

    static func parts(
      _ convolution: Network.Convolution, activations: FeatureView, products: UnsafeMutablePointer<Float>, arena: Arena
    ) -> [Gradient] {
      let window = convolution.window
      let (inputs, outputs) =
        (convolution.inputChannels / convolution.groups, convolution.outputChannels / convolution.groups)
      let taps = activations.taps(window)
      let entries = arena.displacements(
        (0..<inputs).flatMap { input in taps.map { input * activations.channelStride + $0 } })
      let entryCount = inputs * taps.count
      return (0..<convolution.groups).map { group in
        Gradient(
          firstOutput: group * outputs, outputs: outputs,
          activation: activations.origin(block: 0, padding: window.padding) + group * inputs
            * activations.channelStride,
          activationBlock: activations.blockStride, activationRow: window.stride * activations.rowStride,
          activationColumn: window.stride * activations.lane, entries: entries, entryCount: entryCount,
          products: products + group * outputs * entryCount * laneCount)
      }
    }

    /// Σ g · value, channel by channel; values are x̂ by group of samples (coupled) or by lane group (frozen).
    static func channels(
      _ shape: FeatureShape, values: UnsafeMutablePointer<Float>, isCoupled: Bool,
      products: UnsafeMutablePointer<Float>, arena: Arena
    ) -> [Gradient] {
      let lane = isCoupled ? Int(TENAS_SAMPLES) : laneCount
      let entries = arena.displacements([0])
      return (0..<shape.channels).map { channel in
        Gradient(
          firstOutput: channel, outputs: 1, activation: values + channel * shape.area * lane,
          activationBlock: shape.volume * lane, activationRow: shape.columns * lane, activationColumn: lane,
          entries: entries, entryCount: 1, products: products + channel * laneCount)
      }
    }
  }
}
