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
  private let kernel: [Float]
  /// a per channel.
  private let factors: [Float]
  private let products: UnsafeMutablePointer<Float>
  /// Elements of a channel's kernel.
  private let entryCount: Int
  private let patches: PatchSums?

  init(
    _ connection: Network.Connection, _ convolution: Network.Convolution, activations: FeatureView, kernel: [Float],
    factors: [Float], coupled norm: LaneForward.Norm?, memory: inout BackwardMemory
  ) {
    (split, self.kernel, self.factors) = (memory.split, kernel, factors)
    let elements = memory.request.elements
    let all = kernel.count / convolution.outputChannels
    entryCount = elements.count(of: all)
    rowCount = entryCount * elements.count(of: convolution.outputChannels)
    row = memory.rows(rowCount)
    products = memory.arena.zeros(rowCount * laneCount)
    calls = GradientCall.kernel(
      convolution, elements: elements, activations: activations, products: products, arena: memory.arena)
    isCentered = norm != nil && split.layout == .whole
    patches =
      isCentered ? nil : norm.map { PatchSums(connection, convolution: convolution, norm: $0, memory: memory) }
  }

  func clear() { products.update(repeating: 0, count: rowCount * laneCount) }

  /// Σ_k w[o, k] M[o, k].
  func projected(channel: Int, seed: Int) -> Double {
    var sum = 0.0
    for entry in channel * entryCount..<(channel + 1) * entryCount {
      sum += Double(kernel[entry]) * split.total(products + entry * laneCount, seed: seed)
    }
    return sum
  }

  /// Writes the rows of the Jacobian.
  func finish(_ norm: BatchNormAdjoint?, jacobian: Jacobian, block: Int) {
    for element in 0..<rowCount {
      let (channel, entry) = element.quotientAndRemainder(dividingBy: entryCount)
      let factor = Double(factors[channel])
      for seed in 0..<split.seeds {
        var value = split.total(products + element * laneCount, seed: seed)
        if let patches, let coefficients = norm?.coefficients {
          let at = channel * laneCount + seed * split.samples
          value -= Double(coefficients.mean[at]) * patches.sums[channel / patches.groupOutputs * entryCount + entry]
          value -= Double(coefficients.slope[at]) * patches.products[channel * entryCount + entry]
        }
        jacobian.write(factor * value, row: row + element, block: block, seed: seed)
      }
    }
  }
}
