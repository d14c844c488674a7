import Kernels
import Networks

/// What a ``Laboratory`` works with: a cell, and the networks, parameters and inputs that probes name.
public protocol Material {
  /// The cell.
  var cell: any Cell { get }

  /// A network with its parameters; nil if it drops what is dead and no path is left.
  func build(_ choice: Probe.NetworkChoice, _ weights: Probe.WeightsChoice) throws -> Observations.Built?

  /// Gives the batches of inputs of a network, the next one at each call.
  func batches(_ choice: Probe.InputsChoice, of network: Network) throws -> () throws -> Inputs
}

extension Observations.Built {
  /// Makes of a cell's network what a probe asks for; nil if it drops what is dead and no path is left.
  ///
  /// - Parameter values: the parameters of the network, given what is left of it.
  public init?(
    _ network: Network, _ choice: Probe.NetworkChoice, _ weights: Probe.WeightsChoice,
    values: (Network) throws -> ParameterValues
  ) rethrows {
    var network = network
    if choice.dropsDead {
      guard let live = network.droppingDeadNodesAtInitialization() else { return nil }
      network = live
    }
    var values = try values(network)
    if weights.isAbsolute { values = values.absolute }
    switch choice.batchNorm {
    case .batch: self.init(network: network, values: values)
    case .initial: self.init(network: network.dividing(by: .initial), values: values)
    case .bypassed:
      let rescaled = network.withoutBatchNorm.rescaled(for: values)
      self.init(network: rescaled.network, values: values, exponent: rescaled.exponent)
    }
  }
}

extension Probe.NetworkChoice {
  /// What surrounds the cell, for images of the given extent; a patch has its own.
  public func skeleton(image: FeatureShape) -> Skeleton {
    if let patch { return .thinRegions(patch: patch, depth: depth ?? 1) }
    return Skeleton(
      channels: channels, cellsPerStage: cellsPerStage, depth: depth, classes: classes, image: image)
  }
}
