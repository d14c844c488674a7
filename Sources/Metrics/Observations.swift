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
  let built: (Probe) throws -> Built?
  let found: (any AnyPass, _ batch: Int) throws -> (any Sendable)?
  let labelled: (Probe, _ batch: Int) throws -> [Int]

  /// The network of a probe with its parameters; nil if the probe drops what is dead and no path is left.
  ///
  /// - Throws: what kept the network from being built.
  public func network(_ probe: Probe) throws -> Built? { try built(probe) }

  /// The classes of a batch's samples.
  ///
  /// - Precondition: the metric has a pass of the probe, and the probe asks for labels.
  public func labels(_ probe: Probe, batch: Int = 0) throws -> [Int] { try labelled(probe, batch) }

  /// What a pass left, by batch; nil if the probe drops what is dead and no path is left.
  ///
  /// - Precondition: the metric asks for the pass.
  /// - Throws: what kept the pass from being run.
  public subscript<O: Observer>(pass: Pass<O>) -> [O.Observation]? {
    get throws {
      let all = try (0..<pass.batches).compactMap { try found(pass, $0) as! O.Observation? }
      return all.count == pass.batches ? all : nil
    }
  }

  /// What a pass left of its first batch.
  ///
  /// - Precondition: the probe drops nothing, so that there is a network.
  public func first<O: Observer>(_ pass: Pass<O>) throws -> O.Observation { try self[pass]![0] }
}
