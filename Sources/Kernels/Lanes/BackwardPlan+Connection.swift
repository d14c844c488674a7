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
    /// S per channel, lane groups.
    let sums: UnsafeMutablePointer<Float>
    /// S / N and T / N per channel, lane groups.
    let mean, slope: UnsafeMutablePointer<Float>
    /// x̂ of every sample; coupled batch norm only.
    let normalized: UnsafeMutablePointer<Float>?

    private let kernel: [Float]
    private let products: UnsafeMutablePointer<Float>
    private let productCount: Int
    private let entryCount: Int
    private let patches: PatchSums?
    private let kernelRow: Int?
    private let scaleRow: Int?
    private let coupling: BatchNormCoupling
    private let count: Double

    init(
      _ connection: Network.Connection, node: Node, source: Node?, norm: LaneForward.Norm?, accumulates: Bool,
      memory: inout BackwardMemory
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
      let lanes = shape.channels * laneCount
      (sums, mean, slope) = (memory.arena.zeros(lanes), memory.arena.zeros(lanes), memory.arena.zeros(lanes))
      let isCoupled = norm != nil && memory.coupling == .coupled
      normalized = isCoupled ? memory.normalized(norm!) : nil
      scaleRow = connection.batchNorm?.affine == nil ? nil : memory.rows(shape.channels)

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
        precondition(!connection.rectifies, "only convolutions rectify their source")
        (kernel, entryCount, kernelRow, mask, patches) = ([], 1, nil, nil, nil)
        (transposed, cotangentPadding) = ([], 0)
        productCount = norm == nil ? 0 : shape.channels
        let (arena, values) = (memory.arena, normalized ?? norm?.input)
        let products = arena.zeros(productCount * laneCount)
        gradients =
          values.map { Gradient.channels(shape, values: $0, isCoupled: isCoupled, products: products, arena: arena) }
          ?? []
        self.products = products
      }
      scratch =
        isCoupled || cotangentPadding > 0
        ? memory.scratch(shape: shape, padding: cotangentPadding) : sums
    }

    func clearReductions() {
      sums.update(repeating: 0, count: resultShape.channels * laneCount)
      products.update(repeating: 0, count: productCount * laneCount)
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
              row: backward.jacobian.lanes(
                row: kernelRow + channel * entryCount + entry, block: block))
          }
        }
      }
    }

    private func finishBatchNorm(_ norm: LaneForward.Norm, channel: Int, jacobian: Jacobian, block: Int) {
      for lane in 0..<laneCount {
        let sum = Double(sums[channel * laneCount + lane])
        let product: Double  // T
        if kernel.isEmpty {
          let raw = Double(products[channel * laneCount + lane])
          product =
            normalized != nil ? raw : (raw - norm.mean[channel] * sum) * norm.inverseDeviation[channel]
        } else {
          var projected = 0.0
          for entry in channel * entryCount..<(channel + 1) * entryCount {
            projected += Double(kernel[entry]) * Double(products[entry * laneCount + lane])
          }
          product = (projected - norm.mean[channel] * sum) * norm.inverseDeviation[channel]
        }
        mean[channel * laneCount + lane] = Float(sum / count)
        slope[channel * laneCount + lane] = Float(product / count)
        if let scaleRow { jacobian.lanes(row: scaleRow + channel, block: block)[lane] = Float(weight * product) }
      }
    }

    private func finishKernel(channel: Int, entry: Int, row: UnsafeMutablePointer<Float>) {
      let raw = products + (channel * entryCount + entry) * laneCount
      let factor = Double(factors[channel])
      guard let patches else {
        for lane in 0..<laneCount { row[lane] = Float(factor * Double(raw[lane])) }
        return
      }
      let sum = patches.sums[channel / patches.groupOutputs * entryCount + entry]
      let product = patches.products[channel * entryCount + entry]
      for lane in 0..<laneCount {
        let at = channel * laneCount + lane
        row[lane] = Float(factor * (Double(raw[lane]) - Double(mean[at]) * sum - Double(slope[at]) * product))
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

    /// Σ g · value, channel by channel; values are x̂ by sample (coupled) or the operation's result by lane group (frozen).
    static func channels(
      _ shape: FeatureShape, values: UnsafeMutablePointer<Float>, isCoupled: Bool,
      products: UnsafeMutablePointer<Float>, arena: Arena
    ) -> [Gradient] {
      let lane = isCoupled ? 1 : laneCount
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
