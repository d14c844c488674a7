import Lanes
import Networks

/// How independent the channels of every layer's output are.
public struct LayerCorrelations: Observer {
  /// Of every output of a convolution, of a batch norm and of a ReLU (each ReLU counts, also where two read one map; the
  /// classifier does not): the smallest eigenvalue of the channels' correlation matrix over samples and places, entries that are
  /// not a number taken as 0. Outputs of a single channel are left out.
  public typealias Observation = [Double]

  /// Observes correlations.
  public init() {}
}

extension LayerCorrelations {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> [Double] {
    let network = forward.network
    var found: [Double] = []
    for (place, node) in network.nodes.enumerated() {
      for (index, connection) in node.connections.enumerated() {
        // A batch norm's output is an affine function of its input, channel by channel: the same correlations up to signs
        // that change no eigenvalue. A convolution with batch norm therefore counts twice.
        let result = forward.results[place][index] ?? forward.norms[place][index]?.input
        guard let result else { continue }
        let shape = LaneForward.resultShape(connection, in: network)
        let smallest = Self.smallestEigenvalue(forward.covariance(result, shape: shape), channels: shape.channels)
        let outputs = (forward.results[place][index] == nil ? 0 : 1) + (connection.batchNorm == nil ? 0 : 1)
        if let smallest { found += [Double](repeating: smallest, count: outputs) }
      }
    }
    for (node, count) in network.rectifierCounts.enumerated() where count > 0 {
      let shape = network.nodes[node].shape
      let covariance = forward.rectifiedCovariance(forward.raw[node], shape: shape)
      if let smallest = Self.smallestEigenvalue(covariance, channels: shape.channels) {
        found += [Double](repeating: smallest, count: count)
      }
    }
    return found
  }

  /// The smallest eigenvalue of the correlation matrix that goes with a covariance; nil for a single channel.
  static func smallestEigenvalue(_ covariance: [Double], channels: Int) -> Double? {
    guard channels > 1 else { return nil }
    let deviations = (0..<channels).map { covariance[$0 * channels + $0].squareRoot() }
    let correlation = covariance.indices.map { place in
      let value = covariance[place] / (deviations[place / channels] * deviations[place % channels])
      return value.isNaN ? 0 : value
    }
    return LinearAlgebra.eigenvalues(ofSymmetric: correlation, order: channels)?.first
  }

  /// A product of every layer's output with itself.
  public func operations(_ network: Network, batch: Int) -> Double { network.covarianceOperations(batch: batch) }
}
