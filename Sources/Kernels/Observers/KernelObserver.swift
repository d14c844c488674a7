import Lanes
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

extension KernelObserver {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> TangentKernel { TangentKernel(forward, coupling: coupling) }

  /// What ``TangentKernel/operations(_:batch:coupling:)`` counts, less the forward pass.
  public func operations(_ network: Network, batch: Int) -> Double {
    TangentKernel.operations(network, batch: batch, coupling: coupling) - network.forwardOperations(batch: batch)
  }
}
