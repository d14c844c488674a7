import Kernels
import Networks

/// What the passes of one cell in one repeat left, for metrics to make numbers of.
public struct Observations {
  /// A network with its parameters.
  public struct Built: Sendable {
    /// The graph.
    public let network: Network
    /// Its parameters.
    public let values: ParameterValues
    /// The gradients of its logits are 2^−exponent times what they would be without rescaling: other than 0 where batch norm is
    /// bypassed.
    public let exponent: Int

    /// Gathers a network.
    public init(network: Network, values: ParameterValues, exponent: Int = 0) {
      (self.network, self.values, self.exponent) = (network, values, exponent)
    }
  }

  /// The cell.
  public let cell: any Cell
  private let built: (Probe) throws -> Built?
  private let found: (any AnyPass, _ batch: Int) -> (any Sendable)?

  /// Gathers observations.
  ///
  /// - Parameters:
  ///   - built: the network of a probe; nil if no path is left of it.
  ///   - found: what a pass left of a batch; nil if no path is left.
  public init(
    cell: any Cell, built: @escaping (Probe) throws -> Built?,
    found: @escaping (any AnyPass, _ batch: Int) -> (any Sendable)?
  ) {
    (self.cell, self.built, self.found) = (cell, built, found)
  }

  /// The network of a probe with its parameters; nil if the probe drops what is dead and no path is left.
  public func network(_ probe: Probe) throws -> Built? { try built(probe) }

  /// What a pass left, by batch; nil if the probe drops what is dead and no path is left.
  ///
  /// - Precondition: the metric asks for the pass.
  public subscript<O: Observer>(pass: Pass<O>) -> [O.Observation]? {
    let all = (0..<pass.batches).compactMap { found(pass, $0) as! O.Observation? }
    return all.count == pass.batches ? all : nil
  }
}
