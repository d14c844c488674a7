import Networks

/// The empirical tangent kernel of the batch: what κ_N is the condition number of.
public struct KernelObserver: Observer {
  /// Whether batch statistics are differentiated.
  public var coupling: BatchNormCoupling

  /// K with its logits.
  public typealias Observation = TangentKernel

  /// Observes the kernel.
  public init(_ coupling: BatchNormCoupling) { self.coupling = coupling }
}
