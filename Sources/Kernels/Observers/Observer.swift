import Lanes
import Networks

/// What a pass over a network looks for, and what it leaves: a small summary in float64, whichever kernels ran.
///
/// Observers of the same inputs share one forward pass. An observation depends on the observer, the network, its parameters and
/// inputs alone, never on which other observers looked.
///
/// Each observer is written twice: over the fast lanes, and over the plain float64 loops that it is tested against.
public protocol Observer: Hashable, Sendable {
  /// What is left.
  associatedtype Observation: Sendable

  /// Looks at a forward pass of the fast kernels, and runs the backward passes it needs.
  func observe(_ forward: LaneForward) -> Observation

  /// Looks at a pass of one sample; nil if there is no fast way, and the plain loops are to be looked at.
  func observe(_ forward: OneSampleForward) -> Observation?

  /// The same by the definition.
  func observe(_ network: ReferenceNetwork) -> Observation

  /// Multiply-adds beyond the forward pass, counted twice: floating-point operations. Only ratios matter.
  func operations(_ network: Network, batch: Int) -> Double
}

extension Observer {
  /// There is no fast way.
  public func observe(_ forward: OneSampleForward) -> Observation? { nil }
}
