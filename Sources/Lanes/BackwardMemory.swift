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
  private var workspaces: [Int: UnsafeMutablePointer<Float>] = [:]

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
    regroup(lanes.base, to: view.base, places: view.blockStride / split.samples)
    spreadViews[key] = view
    return view
  }

  /// x̂ of every sample, [group][channel][row][column][4].
  func normalized(_ norm: LaneForward.Norm) -> UnsafeMutablePointer<Float> {
    let shape = norm.shape
    let result = arena.floats(split.groups * shape.volume * split.samples)
    regroup(norm.input, to: result, places: shape.volume)
    let last = forward.batch - (split.groups - 1) * split.samples
    for group in 0..<split.groups {
      for channel in 0..<shape.channels {
        let values = result + (group * shape.volume + channel * shape.area) * split.samples
        let (factor, offset) = (
          Float(norm.inverseDeviation[channel]), Float(-norm.mean[channel] * norm.inverseDeviation[channel])
        )
        for place in 0..<shape.area * split.samples { values[place] = values[place] * factor + offset }
        guard group == split.groups - 1 && last < split.samples else { continue }
        for place in 0..<shape.area {
          for sample in last..<split.samples { values[place * split.samples + sample] = 0 }
        }
      }
    }
    return result
  }

  /// The taps that a max pool took, as activations are laid out.
  func winners(_ lanes: UnsafeMutablePointer<Float>, shape: FeatureShape) -> UnsafeMutablePointer<Float> {
    guard split.repeatsActivations else { return lanes }
    let result = arena.floats(split.groups * shape.volume * split.samples)
    regroup(lanes, to: result, places: shape.volume)
    return result
  }

  /// Copies maps from lane groups of 16 samples to groups of `split.samples`; samples beyond the batch become zero.
  private func regroup(_ from: UnsafeMutablePointer<Float>, to: UnsafeMutablePointer<Float>, places: Int) {
    let samples = split.samples
    for group in 0..<split.groups {
      let first = group * samples
      let source = from + first / laneCount * places * laneCount + first % laneCount
      let target = to + group * places * samples
      let valid = min(samples, split.batch - first)
      if valid == 4 && samples == 4 {
        let (source, target) = (UnsafeMutableRawPointer(source), UnsafeMutableRawPointer(target))
        for place in 0..<places {
          let four = source.load(fromByteOffset: place * 4 * laneCount, as: SIMD4<Float>.self)
          target.storeBytes(of: four, toByteOffset: place * 16, as: SIMD4<Float>.self)
        }
        continue
      }
      for place in 0..<places {
        for sample in 0..<valid { target[place * samples + sample] = source[place * laneCount + sample] }
        for sample in valid..<samples { target[place * samples + sample] = 0 }
      }
    }
  }

  /// So many floats for one call at a time to work in; whoever asks for as many gets the same.
  mutating func workspace(_ floats: Int) -> UnsafeMutablePointer<Float> {
    if let workspace = workspaces[floats] { return workspace }
    let workspace = arena.floats(floats)
    workspaces[floats] = workspace
    return workspace
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
