import CKernels
import Networks

/// A batch norm as the backward pass sees it: S = Σ g and T = Σ g x̂ of its channels, and from them what coupling subtracts.
final class BatchNormAdjoint {
  let norm: LaneForward.Norm
  /// Whether the batch statistics are differentiated.
  let isCoupled: Bool
  /// What is multiplied by T/N as ĝ is formed; coupled only. Lane groups or groups of 4 samples, as the layout has it.
  ///
  /// With one seed that is the operation's result y itself, and x̂ = (y − m)/σ is put into the coefficients: a copy of x̂ serves
  /// B seeds, but would cost more than it saves for one.
  let values: UnsafeMutablePointer<Float>?
  /// S / N and T / N per channel, lane groups; and the same with zeros in the lanes beyond the batch, for the last group of
  /// samples, whose empty lanes must stay zero.
  let coefficients, lastCoefficients: Coefficients
  /// The calls that add up Σ g · value by channel; none where T follows from the weight gradient, or is added up as it is.
  private let calls: [GradientCall]

  /// What is subtracted from a cotangent, per channel.
  struct Coefficients {
    let mean, slope: UnsafeMutablePointer<Float>

    init(channels: Int, arena: Arena) {
      (mean, slope) = (arena.zeros(channels * laneCount), arena.zeros(channels * laneCount))
    }
  }

  private let split: LaneSplit
  /// Channels whose T is wanted.
  private let channels: Int
  private let weight: Double
  /// S of the channels, lane groups.
  private let sums: UnsafeMutablePointer<Float>
  /// Σ g · value per channel, lane groups; nil where T follows from the weight gradient.
  private let products: UnsafeMutablePointer<Float>?
  private let readsResult: Bool
  /// Where the gradients of γ and β begin in the Jacobian, and how many elements have one.
  let scaleRow, shiftRow: Int?
  let rowCount: Int
  private let count: Double

  /// Plans the adjoint.
  ///
  /// - Parameters:
  ///   - sums: S of the channels, which others add up.
  ///   - projects: whether the weight gradient gives T.
  ///   - memory: what connections share; rows of the Jacobian are taken from it.
  init(
    _ norm: LaneForward.Norm, affine: Bool, weight: Double, sums: UnsafeMutablePointer<Float>, projects: Bool,
    memory: inout BackwardMemory
  ) {
    let (request, shape) = (memory.request, norm.shape)
    isCoupled = request.coupling == .coupled && memory.forward.network.statistics == .batch
    (self.norm, self.weight, self.sums, split) = (norm, weight, sums, memory.split)
    count = Double(memory.forward.batch * shape.area)
    coefficients = Coefficients(channels: shape.channels, arena: memory.arena)
    lastCoefficients = Coefficients(channels: shape.channels, arena: memory.arena)
    rowCount = affine ? request.elements.count(of: shape.channels) : 0
    scaleRow = rowCount > 0 ? memory.rows(rowCount) : nil
    shiftRow = rowCount > 0 && request.shifts ? memory.rows(rowCount) : nil
    channels = isCoupled ? shape.channels : rowCount
    readsResult = isCoupled && split.layout == .whole
    let coupled = readsResult ? norm.input : isCoupled ? memory.normalized(norm) : nil
    values = coupled
    // T from x̂ itself, unless M gives it: with frozen statistics the mean may be large beside the deviation, and m S
    // would cancel digits that coupling subtracts anyway.
    guard channels > 0, !projects else {
      (products, calls) = (nil, [])
      return
    }
    let products = memory.arena.zeros(channels * laneCount)
    self.products = products
    guard let coupled else {
      calls = []
      return
    }
    calls = GradientCall.channels(
      channels, of: shape, values: coupled, lane: split.activationLane, products: products, arena: memory.arena)
  }

  /// Adds a slab's share of Σ g · value, by channel.
  ///
  /// - Parameter block: which block of the activations goes with the slab.
  func reduce(_ cotangent: UnsafePointer<Float>, slab: Int, block: Int, set: InstructionSet) {
    let shape = norm.shape
    for call in calls {
      call.run(
        cotangent, channelStride: shape.area * laneCount, rowStride: shape.columns * laneCount, shape: shape,
        block: block, isFirst: slab == 0, repeatsActivations: split.repeatsActivations, set: set)
    }
    // Frozen statistics: x̂ is made of the operation's result as it is read.
    guard let products, values == nil else { return }
    for channel in 0..<channels {
      let inverse = norm.inverseDeviation[channel]
      set.functions.pointee.add_normalized_products(
        cotangent + channel * shape.area * laneCount,
        norm.input + (block * shape.volume + channel * shape.area) * laneCount, Float(inverse),
        Float(-norm.mean[channel] * inverse), shape.area, products + channel * laneCount)
    }
  }

  /// Whether S is needed.
  var needsSums: Bool { isCoupled || shiftRow != nil }

  func clear() { products?.update(repeating: 0, count: channels * laneCount) }

  /// Turns sums into T, the coefficients of ĝ, and rows of the Jacobian.
  ///
  /// - Parameter kernel: what gives Σ_k w[o, k] M[o, k] where the weight gradient gives T.
  func finish(jacobian: Jacobian, block: Int, kernel: KernelGradient?) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Int(TENAS_SEEDS)) {
      finish(jacobian: jacobian, block: block, kernel: kernel, projections: $0.baseAddress!)
    }
    finishShifts(jacobian: jacobian, block: block)
  }

  private func finish(
    jacobian: Jacobian, block: Int, kernel: KernelGradient?, projections: UnsafeMutablePointer<Double>
  ) {
    for channel in 0..<channels {
      if products == nil { kernel!.projected(channel: channel, to: projections) }
      let lanes = channel * laneCount
      let (mean, inverse) = (norm.mean[channel], norm.inverseDeviation[channel])
      for seed in 0..<split.seeds {
        let sum = split.total(sums + lanes, seed: seed)
        let product: Double  // T
        if let products, !readsResult {
          product = split.total(products + lanes, seed: seed)
        } else {
          let raw = products.map { split.total($0 + lanes, seed: seed) } ?? projections[seed]
          product = (raw - mean * sum) * inverse
        }
        var (center, slope) = (sum / count, product / count)
        if readsResult {
          slope *= inverse
          center -= slope * mean
        }
        split.spread(Float(center), to: coefficients.mean + lanes, seed: seed)
        split.spread(Float(slope), to: coefficients.slope + lanes, seed: seed)
        if let scaleRow, channel < rowCount {
          jacobian.write(weight * product, row: scaleRow + channel, block: block, seed: seed)
        }
      }
      for lane in 0..<laneCount where split.holdsSample(lane: lane, group: split.groups - 1) {
        lastCoefficients.mean[lanes + lane] = coefficients.mean[lanes + lane]
        lastCoefficients.slope[lanes + lane] = coefficients.slope[lanes + lane]
      }
    }
  }

  /// ∂β = t S.
  private func finishShifts(jacobian: Jacobian, block: Int) {
    guard let shiftRow else { return }
    for channel in 0..<rowCount {
      for seed in 0..<split.seeds {
        let sum = split.total(sums + channel * laneCount, seed: seed)
        jacobian.write(weight * sum, row: shiftRow + channel, block: block, seed: seed)
      }
    }
  }
}
