import COpenBLAS
import Lanes
import Networks

/// What becomes of random cotangents ±1 on their way back from one boundary to the one before it, coupled through batch norm.
///
/// Cost: one backward pass without weight gradients, in pieces.
public struct SignPropagation: Observer {
  /// Per pair of neighbouring boundaries, from the last to the first.
  public typealias Observation = [Step]

  /// The way between two neighbouring boundaries.
  public struct Step: Sendable {
    /// The largest singular value of g_inᵀ g_out / (B · h · w), both as matrices of places by channels, h x w the extent of the
    /// later boundary; where the earlier one is larger, g_in has the s² places of each s x s block side by side as channels
    /// (pixel-unshuffle).
    public let gain: Double
    /// Whether g_in equals g_out in every element, as it does where nothing lies between the boundaries.
    public let isIdentity: Bool

    /// Describes a step.
    public init(gain: Double, isIdentity: Bool) { (self.gain, self.isIdentity) = (gain, isIdentity) }
  }

  /// Observes propagation.
  public init() {}
}

extension SignPropagation {
  /// Looks at the fast kernels' forward pass: a backward pass from each boundary to the one before it.
  public func observe(_ forward: LaneForward) -> [Step] {
    let boundaries = forward.network.boundaries
    return (1..<max(boundaries.count, 1)).reversed().map { place in
      let (outer, inner) = (boundaries[place], boundaries[place - 1])
      let shape = forward.network.nodes[outer].shape
      let signs = forward.inputs.signs(boundaries.count - 1 - place, forward.batch * shape.volume)
      let mark = forward.arena.mark
      defer { forward.arena.release(to: mark) }
      let out = signs.withUnsafeBufferPointer { forward.spread($0, volume: shape.volume) }
      let backward = LaneBackward(forward, .cotangent(of: inner, from: outer), arena: forward.arena)
      backward.seed(lanes: out)
      backward.run()
      return Step(backward, output: out, outputShape: shape, inputShape: forward.network.nodes[inner].shape)
    }
  }

  /// Each convolution once on the way back.
  public func operations(_ network: Network, batch: Int) -> Double { network.forwardOperations(batch: batch) }
}

extension SignPropagation.Step {
  /// Compares the cotangents at both ends of a step; samples are in the lanes, so that a group's places and lanes are the columns of
  /// one matrix.
  init(
    _ backward: LaneBackward, output: UnsafePointer<Float>, outputShape: FeatureShape, inputShape: FeatureShape
  ) {
    guard let bottom = backward.plan.bottom else {
      self.init(gain: 0, isIdentity: false)
      return
    }
    let (groups, arena) = (backward.split.groups, backward.forward.arena)
    let (places, scale) = (outputShape.area * laneCount, inputShape.rows / outputShape.rows)
    let leftChannels = inputShape.channels * scale * scale
    let unshuffled = scale == 1 ? nil : arena.floats(leftChannels * places)
    var product = [Float](repeating: 0, count: leftChannels * outputShape.channels)
    var isIdentity = inputShape == outputShape
    LinearAlgebra.useOneThread()
    for group in 0..<groups {
      var left = UnsafePointer(backward.cotangent(bottom, slab: group))
      let right = output + group * outputShape.channels * places
      isIdentity = isIdentity && (0..<outputShape.channels * places).allSatisfy { left[$0] == right[$0] }
      if let unshuffled {
        Self.unshuffle(left, inputShape, by: scale, into: unshuffled)
        left = UnsafePointer(unshuffled)
      }
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, blasint(leftChannels), blasint(outputShape.channels), blasint(places),
        1, left, blasint(places), right, blasint(places), group == 0 ? 0 : 1, &product, blasint(outputShape.channels))
    }
    let count = Double(backward.forward.batch * outputShape.area)
    let values = LinearAlgebra.singularValues(
      product.map { Double($0) / count }, rows: leftChannels, columns: outputShape.channels)
    self.init(gain: values?.first ?? .nan, isIdentity: isIdentity)
  }

  /// [c][h·s][w·s][16] as channels [c · s²] of places [h][w][16]: channel (c, dy, dx) holds the places (s y + dy, s x + dx).
  private static func unshuffle(
    _ map: UnsafePointer<Float>, _ shape: FeatureShape, by scale: Int, into channels: UnsafeMutablePointer<Float>
  ) {
    let (rows, columns) = (shape.rows / scale, shape.columns / scale)
    for row in 0..<shape.channels * shape.rows {
      let (channel, y) = (row / shape.rows, row % shape.rows)
      for x in 0..<shape.columns {
        let target = (channel * scale + y % scale) * scale + x % scale
        let place = (target * rows + y / scale) * columns + x / scale
        (channels + place * laneCount).update(from: map + (row * shape.columns + x) * laneCount, count: laneCount)
      }
    }
  }
}
