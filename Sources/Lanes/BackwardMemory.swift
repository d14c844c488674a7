import CKernels
import Networks

/// Memory that connections of one plan share, and the count of Jacobian rows handed out.
struct BackwardMemory {
  let forward: LaneForward
  let request: BackwardRequest
  let split: LaneSplit
  let arena: Arena
  private(set) var jacobianRows = 0
  private var spreadViews: [SpreadKey: FeatureView] = [:]
  private var scratches: [ScratchKey: UnsafeMutablePointer<Float>] = [:]

  private struct SpreadKey: Hashable {
    let node: Int
    let rectified: Bool
  }

  private struct ScratchKey: Hashable {
    let shape: FeatureShape
    let padding: Int
  }

  init(_ forward: LaneForward, _ request: BackwardRequest, arena: Arena) {
    (self.forward, self.request, self.arena) = (forward, request, arena)
    split = LaneSplit(request.layout, batch: forward.batch)
  }

  /// Reserves rows of the Jacobian and returns the first.
  mutating func rows(_ count: Int) -> Int {
    defer { jacobianRows += count }
    return jacobianRows
  }

  /// The activations that a connection's convolution read: lane groups of 16 samples, or groups of 4 where they are
  /// repeated for every seed.
  mutating func activations(_ connection: Network.Connection) -> FeatureView {
    let lanes = forward.view(connection)
    guard split.repeatsActivations else { return lanes }
    let key = SpreadKey(node: connection.source, rectified: connection.rectifies)
    if let view = spreadViews[key] { return view }
    let shape = forward.network.nodes[connection.source].shape
    let size = FeatureView.size(shape: shape, padding: lanes.padding, lane: split.samples, blocks: split.groups)
    let view = FeatureView(base: arena.floats(size), shape: shape, padding: lanes.padding, lane: split.samples)
    regroup(lanes.base, to: view.base, places: view.blockStride / split.samples) { value, _ in value }
    spreadViews[key] = view
    return view
  }

  /// x̂ of every sample, [group][channel][row][column][4].
  func normalized(_ norm: LaneForward.Norm) -> UnsafeMutablePointer<Float> {
    let shape = norm.shape
    let result = arena.floats(split.groups * shape.volume * split.samples)
    let factors = norm.inverseDeviation.map(Float.init)
    let offsets = zip(norm.mean, norm.inverseDeviation).map { Float(-$0 * $1) }
    regroup(norm.input, to: result, places: shape.volume) { value, place in
      let channel = place / shape.area
      return value * factors[channel] + offsets[channel]
    }
    return result
  }

  /// x̂ of every sample, [block][channel][row][column][16].
  func normalizedLanes(_ norm: LaneForward.Norm) -> UnsafeMutablePointer<Float> {
    let (shape, affine) = (norm.shape, forward.set.functions.pointee.affine)
    let result = arena.floats(forward.blocks * shape.volume * laneCount)
    for block in 0..<forward.blocks {
      for channel in 0..<shape.channels {
        let (place, inverse) = (
          (block * shape.volume + channel * shape.area) * laneCount, norm.inverseDeviation[channel]
        )
        affine!(norm.input + place, result + place, Float(inverse), Float(-norm.mean[channel] * inverse), shape.area, 0)
      }
    }
    return result
  }

  /// The taps that a max pool took, as activations are laid out.
  func winners(_ lanes: UnsafeMutablePointer<Float>, shape: FeatureShape) -> UnsafeMutablePointer<Float> {
    guard split.repeatsActivations else { return lanes }
    let result = arena.floats(split.groups * shape.volume * split.samples)
    regroup(lanes, to: result, places: shape.volume) { value, _ in value }
    return result
  }

  /// Copies maps from lane groups of 16 samples to groups of `split.samples`; samples beyond the batch become zero.
  private func regroup(
    _ from: UnsafeMutablePointer<Float>, to: UnsafeMutablePointer<Float>, places: Int, _ value: (Float, Int) -> Float
  ) {
    let samples = split.samples
    for group in 0..<split.groups {
      let first = group * samples
      let source = from + first / laneCount * places * laneCount + first % laneCount
      let target = to + group * places * samples
      let valid = min(samples, split.batch - first)
      for place in 0..<places {
        for sample in 0..<valid { target[place * samples + sample] = value(source[place * laneCount + sample], place) }
        for sample in valid..<samples { target[place * samples + sample] = 0 }
      }
    }
  }

  /// A slab with a border of zeros, shared by all connections whose results have this shape.
  mutating func scratch(shape: FeatureShape, padding: Int) -> UnsafeMutablePointer<Float> {
    let key = ScratchKey(shape: shape, padding: padding)
    if let scratch = scratches[key] { return scratch }
    let scratch = arena.zeros(FeatureView.size(shape: shape, padding: padding, lane: laneCount, blocks: 1))
    scratches[key] = scratch
    return scratch
  }
}
