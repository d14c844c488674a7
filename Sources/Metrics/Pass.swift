import Kernels
import Networks

/// An observer at work on a probe: what a metric asks for, and the name under which it finds the result.
public struct Pass<O: Observer>: Sendable, Hashable {
  /// The network, weights and inputs.
  public let probe: Probe
  /// What is looked for.
  public let observer: O
  /// Which batches of the probe's inputs are looked at: the first so many. Batches are drawn one after another.
  public let batches: Int

  /// Asks for an observation of the first batch, or of the first so many.
  public init(_ probe: Probe, _ observer: O, batches: Int = 1) {
    (self.probe, self.observer, self.batches) = (probe, observer, batches)
  }
}

/// A pass of any observer.
public protocol AnyPass: Sendable {
  /// The network, weights and inputs.
  var probe: Probe { get }
  /// The first so many batches are looked at.
  var batches: Int { get }
  /// Looks at one batch with the fast kernels.
  func observe(_ forward: LaneForward) -> any Sendable
  /// Looks at a batch of one sample; nil if only the definition can.
  func observe(_ forward: OneSampleForward) -> (any Sendable)?
  /// Looks at one batch by the definition.
  func observe(_ network: ReferenceNetwork) -> any Sendable
  /// What names the observer among those of the probe.
  var name: AnyHashable { get }
  /// Floating-point operations beyond the forward pass, of one batch.
  func operations(_ network: Network) -> Double
}

extension Pass: AnyPass {
  /// Looks at one batch with the fast kernels.
  public func observe(_ forward: LaneForward) -> any Sendable { observer.observe(forward) }
  /// Looks at a batch of one sample; nil if only the definition can.
  public func observe(_ forward: OneSampleForward) -> (any Sendable)? { observer.observe(forward) }
  /// Looks at one batch by the definition.
  public func observe(_ network: ReferenceNetwork) -> any Sendable { observer.observe(network) }
  /// The observer itself.
  public var name: AnyHashable { AnyHashable(observer) }
  /// Floating-point operations beyond the forward pass, of one batch.
  public func operations(_ network: Network) -> Double { observer.operations(network, batch: probe.inputs.batch) }
}
