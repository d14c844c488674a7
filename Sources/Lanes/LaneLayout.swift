import CKernels

/// How the 16 lanes of a group of cotangents are divided between seeds (the scalars differentiated) and samples.
package enum LaneLayout {
  /// 16 samples that are their own seeds: gradients local to samples.
  case perSample
  /// 4 seeds times 4 samples: as many seeds as samples, coupled through the batch. A feature map's cotangents for one block of
  /// seeds then stay in cache.
  case tiled
  /// One seed times 16 samples, as the forward pass has them: one gradient of the whole batch.
  case whole

  /// The layout in which a tangent kernel's B seeds pass back.
  package init(_ coupling: BatchNormCoupling) {
    self =
      switch coupling {
      case .coupled: .tiled
      case .frozen: .perSample
      }
  }
}

/// A layout for a batch of a given size: lane = seed · samples + sample.
package struct LaneSplit {
  /// How lanes are divided.
  package let layout: LaneLayout
  /// Samples, and seeds, in a lane group.
  package let samples, seeds: Int
  /// Groups that hold all samples of the batch, and blocks that hold all seeds.
  package let groups, blocks: Int
  /// Samples in the batch, B.
  package let batch: Int

  package init(_ layout: LaneLayout, batch: Int) {
    (self.layout, self.batch) = (layout, batch)
    switch layout {
    case .perSample: (samples, seeds, groups, blocks) = (1, laneCount, 1, laneBlocks(batch))
    case .tiled:
      (samples, seeds) = (Int(TENAS_SAMPLES), Int(TENAS_SEEDS))
      (groups, blocks) = ((batch + samples - 1) / samples, (batch + seeds - 1) / seeds)
    case .whole: (samples, seeds, groups, blocks) = (laneCount, 1, laneBlocks(batch), 1)
    }
  }

  /// Whether activations are stored once for all seeds, `samples` floats a place, and repeated as they are loaded; otherwise a
  /// place has a lane group.
  package var repeatsActivations: Bool { layout == .tiled }

  /// Floats a place of an activation.
  package var activationLane: Int { repeatsActivations ? samples : laneCount }

  /// Which block of the activations goes with a slab of cotangents.
  package func viewBlock(slab: Int, block: Int) -> Int { layout == .perSample ? block : slab }

  /// Whether a lane of a group holds a sample of the batch.
  package func holdsSample(lane: Int, group: Int) -> Bool { group * samples + lane % samples < batch }

  /// The sum over a seed's lanes.
  package func total(_ lanes: UnsafePointer<Float>, seed: Int) -> Double {
    var sum = 0.0
    for lane in seed * samples..<(seed + 1) * samples { sum += Double(lanes[lane]) }
    return sum
  }

  /// Sets all lanes of a seed.
  package func spread(_ value: Float, to lanes: UnsafeMutablePointer<Float>, seed: Int) {
    for lane in seed * samples..<(seed + 1) * samples { lanes[lane] = value }
  }
}
