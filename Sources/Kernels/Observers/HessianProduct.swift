import Networks

/// Wᵀ H g over convolution kernels and the classifier's matrix, g = ∂L/∂W the gradient of the mean cross-entropy and H its
/// Hessian: the number that GraSP negates.
///
/// Cost: a backward pass for g, then a second derivative of the loss along W and g.
public struct HessianProduct: Observer {
  /// Wᵀ H g.
  public typealias Observation = Double

  /// Observes the product.
  public init() {}
}
