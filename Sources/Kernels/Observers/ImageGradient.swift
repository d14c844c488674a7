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
