import Lanes
import Networks

/// The gradient of Σ_b Σ_k logit_k(x_b) with respect to the images, coupled through batch norm.
///
/// Cost: one backward pass without weight gradients.
public struct ImageGradient: Observer {
  /// ∂/∂x, [B, C · H · W] row by row.
  public typealias Observation = [Double]

  /// Observes the gradient with respect to the images.
  public init() {}
}

extension ImageGradient {
  /// Looks at the fast kernels' forward pass: one backward pass, one seed, 16 samples in the lanes.
  public func observe(_ forward: LaneForward) -> [Double] {
    let mark = forward.arena.mark
    defer { forward.arena.release(to: mark) }
    let backward = LaneBackward(forward, .cotangent(of: 0), arena: forward.arena)
    backward.seed(columns: [backward.column { _ in 1 }])
    backward.run()
    return backward.bottomCotangent().map(Double.init)
  }

  /// Each convolution once on the way back.
  public func operations(_ network: Network, batch: Int) -> Double { network.forwardOperations(batch: batch) }
}
