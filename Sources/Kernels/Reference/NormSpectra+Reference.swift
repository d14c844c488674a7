import Lanes
import Networks

extension NormSpectra {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> [Double] {
    network.forward.norms.joined().compactMap(\.self).map { norm in
      let products = ChannelProducts(values: norm.output, shape: norm.shape, batch: norm.batch).products
      let squares = LinearAlgebra.eigenvalues(ofSymmetric: products, order: norm.shape.channels) ?? [.nan]
      let trace = (0..<norm.shape.channels).reduce(0) { $0 + products[$1 * (norm.shape.channels + 1)] }
      return trace == 0 ? 0 : trace / squares.last!
    }
  }
}
