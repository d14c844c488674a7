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
      let backward = LaneBackward(forward, .cotangent(of: inner, from: outer), arena: forward.arena)
      backward.seed(field: signs)
      backward.run()
      return Step(
        input: backward.bottomCotangent(), inputShape: forward.network.nodes[inner].shape, output: signs,
        outputShape: shape, batch: forward.batch)
    }
  }

  /// Each convolution once on the way back.
  public func operations(_ network: Network, batch: Int) -> Double { network.forwardOperations(batch: batch) }
}

extension SignPropagation.Step {
  /// Compares the cotangents at both ends of a step, [B, c, h, w] each.
  init(input: [Float], inputShape: FeatureShape, output: [Float], outputShape: FeatureShape, batch: Int) {
    let places = batch * outputShape.area
    let (left, leftChannels) = Self.unshuffled(input, inputShape, to: outputShape, batch: batch)
    let (right, _) = Self.unshuffled(output, outputShape, to: outputShape, batch: batch)
    var product = [Float](repeating: 0, count: leftChannels * outputShape.channels)
    LinearAlgebra.useOneThread()
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, blasint(leftChannels), blasint(outputShape.channels), blasint(places), 1,
      left, blasint(places), right, blasint(places), 0, &product, blasint(outputShape.channels))
    let scaled = product.map { Double($0) / Double(places) }
    let values = LinearAlgebra.singularValues(scaled, rows: leftChannels, columns: outputShape.channels)
    self.init(gain: values?.first ?? .nan, isIdentity: inputShape == outputShape && input == output)
  }

  /// [B, c, h·s, w·s] as rows of channels [c · s²] by places [B, h, w]: channel (c, dy, dx) holds the places (s y + dy, s x + dx).
  private static func unshuffled(
    _ field: [Float], _ shape: FeatureShape, to small: FeatureShape, batch: Int
  ) -> (matrix: [Float], channels: Int) {
    let scale = shape.rows / small.rows
    let channels = shape.channels * scale * scale
    let places = batch * small.area
    var matrix = [Float](repeating: 0, count: channels * places)
    for sample in 0..<batch {
      for channel in 0..<shape.channels {
        for y in 0..<shape.rows {
          let from = ((sample * shape.channels + channel) * shape.rows + y) * shape.columns
          for x in 0..<shape.columns {
            let row = (channel * scale + y % scale) * scale + x % scale
            matrix[row * places + sample * small.area + y / scale * small.columns + x / scale] = field[from + x]
          }
        }
      }
    }
    return (matrix, channels)
  }
}
