import CKernels

/// Floats in a lane group.
let laneCount = Int(TENAS_LANES)

/// The number of lane groups that hold `count` samples, all lanes samples; the last may be partly empty.
func laneBlocks(_ count: Int) -> Int { (count + laneCount - 1) / laneCount }

/// How a lane group of cotangents is divided between seeds and samples: lane = seed · samples + sample.
struct LaneSplit {
  /// Samples, and seeds, in a lane group.
  let samples, seeds: Int
  /// Groups that hold all samples of the batch, and blocks that hold all seeds.
  let groups, blocks: Int
  /// Samples in the batch, B; as many seeds.
  let batch: Int

  /// Coupled: 4 seeds times 4 samples, so that a feature map's cotangents for one block of seeds stay in cache. Frozen:
  /// gradients are local to their samples, and the lanes are 16 samples that are their own seeds.
  init(_ coupling: BatchNormCoupling, batch: Int) {
    self.batch = batch
    switch coupling {
    case .coupled:
      (samples, seeds) = (Int(TENAS_SAMPLES), Int(TENAS_SEEDS))
      (groups, blocks) = ((batch + samples - 1) / samples, (batch + seeds - 1) / seeds)
    case .frozen: (samples, seeds, groups, blocks) = (1, laneCount, 1, laneBlocks(batch))
    }
  }

  /// The lanes of a group that hold samples of the batch; with the last group's lanes beyond it left out.
  func holdsSample(lane: Int, group: Int) -> Bool { group * samples + lane % samples < batch }

  /// The sum over a seed's lanes.
  func total(_ lanes: UnsafePointer<Float>, seed: Int) -> Double {
    var sum = 0.0
    for lane in seed * samples..<(seed + 1) * samples { sum += Double(lanes[lane]) }
    return sum
  }

  /// Sets all lanes of a seed.
  func spread(_ value: Float, to lanes: UnsafeMutablePointer<Float>, seed: Int) {
    for lane in seed * samples..<(seed + 1) * samples { lanes[lane] = value }
  }
}
