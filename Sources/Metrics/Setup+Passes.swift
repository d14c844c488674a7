import Kernels

/// The passes that several metrics make numbers of; they share what they ask for in the same words.
extension Setup {
  /// ∂L/∂θ, L the mean cross-entropy with the source's labels.
  var lossGradient: Pass<BatchGradient> { Pass(probe(labels: .source), BatchGradient(.crossEntropy)) }

  /// ∂L/∂θ with labels drawn at random.
  var randomLossGradient: Pass<BatchGradient> { Pass(probe(labels: .random), BatchGradient(.crossEntropy)) }

  /// ∂R/∂θ with R = Σ logits for one input of ones, all parameters positive.
  func synapticFlow(batchNorm: Probe.BatchNormMode) -> Pass<BatchGradient> {
    Pass(onesProbe(batchNorm: batchNorm), BatchGradient(.sumOfLogits))
  }

  /// ∂/∂x of the sum of all logits.
  func imageGradient(labels: Probe.InputsChoice.Labels = .none) -> Pass<ImageGradient> {
    Pass(probe(labels: labels), ImageGradient())
  }

  /// The bits of every ReLU.
  var activationPatterns: Pass<ActivationPatterns> { Pass(probe(), ActivationPatterns()) }

  /// The channels' covariances between the blocks.
  var boundaryFeatures: Pass<BoundaryFeatures> { Pass(probe(), BoundaryFeatures()) }

  /// The logits' Jacobian with respect to the first element of the first parameters, batch norm in evaluation mode.
  var firstElementJacobian: Pass<FirstElementJacobian> { Pass(probe(batchNorm: .initial), FirstElementJacobian()) }
}
