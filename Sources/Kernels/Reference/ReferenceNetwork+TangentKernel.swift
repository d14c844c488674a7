import Lanes
import Networks

extension ReferenceNetwork {
  /// The tangent kernel K_ij = ⟨∇f_i, ∇f_j⟩ with f_i = Σ_k logit_k(x_i), over the parameters named `weight` (TE-NAS,
  /// equation 1 and the authors' code).
  ///
  /// - Returns: [B, B], row by row.
  public func tangentKernel(_ coupling: BatchNormCoupling) -> [Double] {
    let gradients = (0..<batch).map { gradient(sample: $0, coupling: coupling) }
    return gradients.flatMap { row in
      gradients.map { column in zip(row, column).reduce(0) { $0 + $1.0 * $1.1 } }
    }
  }

  /// ∇f_sample over the tangent kernel's parameters, in the network's order.
  public func gradient(sample: Int, coupling: BatchNormCoupling) -> [Double] {
    let gradients = backward(sample: sample, coupling: coupling).gradients
    return zip(network.parameters, gradients).flatMap { $0.role.isInTangentKernel ? $1 : [] }
  }

  /// The backward pass of f_sample.
  func backward(sample: Int, coupling: BatchNormCoupling) -> ReferenceBackward {
    let classes = network.classifier.classes
    return backward(
      logits: (0..<batch * classes).map { $0 / classes == sample ? 1 : 0 }, coupling: coupling)
  }
}

extension KernelObserver {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> TangentKernel {
    TangentKernel(batch: network.batch, matrix: network.tangentKernel(coupling), logits: network.logits)
  }
}
