import Networks

/// The Jacobian of every sample's logits with respect to the first element of each of the first parameters: a thin slice of the
/// Fisher information (VKDNW, CVPR 2025).
///
/// Gradients are local to samples: batch norm must divide by its initial statistics.
///
/// Cost: a backward pass a logit, without weight gradients.
public struct FirstElementJacobian: Observer {
  /// How many parameters, from the first.
  public var parameters: Int

  /// Observes the Jacobian of the first 128 parameters.
  public init(parameters: Int = 128) { self.parameters = parameters }

  /// What is left of the passes.
  public struct Observation: Sendable {
    /// ∂logit_k(x_b)/∂θ_p[0], [B, classes, parameters]; zero where the parameter cannot reach the classifier.
    public let jacobian: [Double]
    /// Class outputs, [B, classes].
    public let logits: [Double]
    /// The parameters differentiated: all, or as many as were asked for.
    public let parameters: Int

    /// Gathers a Jacobian.
    public init(jacobian: [Double], logits: [Double], parameters: Int) {
      (self.jacobian, self.logits, self.parameters) = (jacobian, logits, parameters)
    }
  }
}
