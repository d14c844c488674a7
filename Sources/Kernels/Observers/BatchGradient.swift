import Networks

/// The gradient of one scalar of the batch with respect to every parameter, coupled through batch norm, and the saliency of
/// every channel on the way.
///
/// Cost: one backward pass.
public struct BatchGradient: Observer {
  /// The scalar.
  public var cotangent: LogitCotangent

  /// Observes the gradient of a scalar.
  public init(_ cotangent: LogitCotangent) { self.cotangent = cotangent }

  /// What is left of the pass.
  public struct Observation: Sendable {
    /// ∂/∂θ by parameter of the network, in its order; zeros where the parameter cannot reach the classifier.
    public let gradients: [[Double]]
    /// Of every convolution and of the classifier, in the order of their weights among the parameters.
    public let saliencies: [Saliency]

    /// Gathers the gradients.
    public init(gradients: [[Double]], saliencies: [Saliency]) {
      (self.gradients, self.saliencies) = (gradients, saliencies)
    }
  }

  /// How much the loss would change without a channel, to second order (Turner et al., BlockSwap, ICLR 2020; Theis et al., 2018).
  public struct Saliency: Sendable {
    /// The convolution's kernel or the classifier's matrix, by its place among the parameters.
    public let weight: Int
    /// Per output channel, ½ mean over the batch of (Σ over places of a · ∂L/∂a)², a the layer's output before batch norm.
    public let channels: [Double]

    /// The saliencies of a layer.
    public init(weight: Int, channels: [Double]) { (self.weight, self.channels) = (weight, channels) }
  }
}
