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
