import Lanes
import Networks

/// The stable rank of every batch norm's output.
public struct NormSpectra: Observer {
  /// Per batch norm, in the order of nodes and connections: ‖M‖_F² / ‖M‖₂², M its output as a matrix of samples and places by
  /// channels; 0 where M is 0.
  public typealias Observation = [Double]

  /// Observes stable ranks.
  public init() {}
}

extension NormSpectra {
  /// Looks at the fast kernels' forward pass.
  public func observe(_ forward: LaneForward) -> [Double] {
    forward.forEachNorm { norm, shift in
      let covariance = forward.covariance(norm.input, shape: norm.shape)
      return Self.stableRank(covariance, norm: norm, shift: shift)
    }
  }

  /// ‖M‖_F² / ‖M‖₂² of γ (y − m)/σ + β from the covariance of y: MᵀM / n = D C D + β βᵀ + what m leaves, D = γ/σ.
  private static func stableRank(_ covariance: [Double], norm: LaneForward.Norm, shift: [Double]) -> Double {
    let channels = norm.shape.channels
    let slopes = zip(norm.scale, norm.inverseDeviation).map { $0 * $1 }
    let gram = covariance.indices.map { place in
      let (row, column) = place.quotientAndRemainder(dividingBy: channels)
      return slopes[row] * slopes[column] * covariance[place] + shift[row] * shift[column]
    }
    let trace = (0..<channels).reduce(0.0) { $0 + gram[$1 * channels + $1] }
    guard let largest = LinearAlgebra.eigenvalues(ofSymmetric: gram, order: channels)?.last, largest > 0 else {
      return 0
    }
    return trace / largest
  }

  /// A product of every layer's output with itself.
  public func operations(_ network: Network, batch: Int) -> Double { network.covarianceOperations(batch: batch) }
}

extension LaneForward {
  /// Calls `body` with every batch norm and its shifts, in the order of nodes and connections.
  func forEachNorm<Result>(_ body: (Norm, _ shift: [Double]) -> Result) -> [Result] {
    network.nodes.enumerated().flatMap { place, node in
      node.connections.enumerated().compactMap { index, connection in
        norms[place][index].map { norm in
          let shift = connection.batchNorm?.affine.map { values[$0.shift].map(Double.init) }
          return body(norm, shift ?? [Double](repeating: 0, count: norm.shape.channels))
        }
      }
    }
  }
}
