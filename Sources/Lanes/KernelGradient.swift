import CKernels
import Networks

/// The gradient of a convolution's kernel.
///
/// Many seeds: M = Σ g · patch is added up from the cotangent as it comes, which also gives T, and coupling is a combination of
/// two sums over patches that do not depend on the seed. One seed: those sums would cost as much as M; Σ ĝ · patch is added up
/// once ĝ is there.
final class KernelGradient {
  /// The calls that add up the products; of ĝ if `isCentered`, else of g.
  let calls: [GradientCall]
  let isCentered: Bool
  /// Where the gradient begins in the Jacobian, and how many elements have one.
  let row, rowCount: Int

  private let split: LaneSplit
  private let set: InstructionSet
  private let kernel: [Float]
  /// a per channel.
  private let factors: [Float]
  private let products: UnsafeMutablePointer<Float>
  /// Elements of a channel's kernel.
  private let entryCount: Int
  private let patches: PatchSums?

  init(
    _ connection: Network.Connection, _ convolution: Network.Convolution, activations: FeatureView,
    result: FeatureShape, kernel: [Float], factors: [Float], coupled norm: LaneForward.Norm?,
    memory: inout BackwardMemory
  ) {
    (split, set, self.kernel, self.factors) = (memory.split, memory.forward.set, kernel, factors)
    let elements = memory.request.elements
    let all = kernel.count / convolution.outputChannels
    entryCount = elements.count(of: all)
    rowCount = entryCount * elements.count(of: convolution.outputChannels)
    row = memory.rows(rowCount)
    products = memory.arena.zeros(rowCount * laneCount)
    calls = GradientCall.kernel(
      convolution, elements: elements, activations: activations, products: products, result: result, memory: &memory)
    isCentered = norm != nil && split.layout == .whole
    patches =
      isCentered ? nil : norm.map { PatchSums(connection, convolution: convolution, norm: $0, memory: memory) }
  }

  func clear() {
    if calls.contains(where: { $0.winograd == nil }) { products.update(repeating: 0, count: rowCount * laneCount) }
  }

  /// Makes the products of what all slabs have added up.
  func gather() {
    for call in calls { call.finish(set) }
  }

  /// Σ_k w[o, k] M[o, k] of a channel, for every seed of the block.
  func projected(channel: Int, to sums: UnsafeMutablePointer<Double>) {
    let first = channel * entryCount
    kernel.withUnsafeBufferPointer {
      set.functions.pointee.project_seeds(
        products + first * laneCount, $0.baseAddress! + first, Int32(entryCount), sums)
    }
  }

  /// Writes the rows of the Jacobian.
  func finish(_ norm: BatchNormAdjoint?, jacobian: Jacobian, block: Int) {
    guard entryCount > 0 else { return }
    for channel in 0..<rowCount / entryCount {
      switch split.layout {
      case .perSample: finishSamples(channel, jacobian, block)
      case .tiled: finishSeeds(channel, norm?.coefficients, jacobian, block)
      case .whole: finishBatch(channel, jacobian)
      }
    }
  }

  private func finishSamples(_ channel: Int, _ jacobian: Jacobian, _ block: Int) {
    let first = channel * entryCount
    set.functions.pointee.scale_rows(
      products + first * laneCount, jacobian.seeds(row: row + first, block: block), jacobian.columns, factors[channel],
      entryCount)
  }

  private func finishSeeds(
    _ channel: Int, _ coefficients: BatchNormAdjoint.Coefficients?, _ jacobian: Jacobian, _ block: Int
  ) {
    let first = channel * entryCount
    var call = tenas_seed_gradient()
    call.products = UnsafePointer(products + first * laneCount)
    (call.factor, call.count) = (Double(factors[channel]), Int32(entryCount))
    (call.out, call.out_row) = (jacobian.seeds(row: row + first, block: block), jacobian.columns)
    guard let patches, let coefficients else { return set.functions.pointee.finish_seeds(&call) }
    call.mean = UnsafePointer(coefficients.mean + channel * laneCount)
    call.slope = UnsafePointer(coefficients.slope + channel * laneCount)
    patches.sums.withUnsafeBufferPointer { sums in
      patches.products.withUnsafeBufferPointer { products in
        call.patch_sums = sums.baseAddress! + channel / patches.groupOutputs * entryCount
        call.patch_products = products.baseAddress! + first
        set.functions.pointee.finish_seeds(&call)
      }
    }
  }

  private func finishBatch(_ channel: Int, _ jacobian: Jacobian) {
    let factor = Double(factors[channel])
    for element in channel * entryCount..<(channel + 1) * entryCount {
      jacobian.write(
        factor * split.total(products + element * laneCount, seed: 0), row: row + element, block: 0, seed: 0)
    }
  }
}
