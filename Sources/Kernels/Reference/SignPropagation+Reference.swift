import Lanes
import Networks

extension SignPropagation {
  /// The same by the definition.
  public func observe(_ network: ReferenceNetwork) -> [Step] {
    let boundaries = network.network.boundaries
    return zip(boundaries, boundaries.dropFirst()).reversed().enumerated().map { number, pair in
      let (earlier, later) = (network.network.nodes[pair.0].shape, network.network.nodes[pair.1].shape)
      let out = network.inputs.signs(number, network.batch * later.volume).map(Double.init)
      let back = network.backward(out, from: pair.1, to: pair.0)
      let gain = Self.gain(
        back: Self.places(back, shape: earlier, extent: later, batch: network.batch),
        out: Self.places(out, shape: later, extent: later, batch: network.batch))
      return Step(gain: gain, isIdentity: earlier == later && back == out)
    }
  }

  /// The largest singular value of backᵀ out / places, both given as rows of channels by places.
  private static func gain(back: [[Double]], out: [[Double]]) -> Double {
    let products = back.flatMap { row in
      out.map { column in zip(row, column).reduce(0) { $0 + $1.0 * $1.1 } / Double(column.count) }
    }
    return LinearAlgebra.singularValues(products, rows: back.count, columns: out.count)?.first ?? .nan
  }

  /// A map as rows of channels by the places of `extent`; where the map is larger, the places of a block are channels side by side.
  private static func places(_ map: [Double], shape: FeatureShape, extent: FeatureShape, batch: Int) -> [[Double]] {
    let block = shape.rows / extent.rows
    var rows: [[Double]] = []
    for channel in 0..<shape.channels {
      for offset in 0..<block * block {
        rows.append(
          (0..<batch * extent.area).map { place in
            let (sample, y, x) = (
              place / extent.area, place % extent.area / extent.columns, place % extent.columns
            )
            let (row, column) = (y * block + offset / block, x * block + offset % block)
            return map[((sample * shape.channels + channel) * shape.rows + row) * shape.columns + column]
          })
      }
    }
    return rows
  }
}
