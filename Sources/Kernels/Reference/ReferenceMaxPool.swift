import Networks

/// A max pool, forward and transposed: the places outside the map are left out, and of equal values the first in row order
/// is the largest, as in PyTorch.
struct ReferenceMaxPool {
  let window: Network.Window
  let input: FeatureShape
  let output: FeatureShape
  let batch: Int

  init(_ window: Network.Window, input: FeatureShape, batch: Int) {
    (self.window, self.input, self.batch) = (window, input, batch)
    output = FeatureShape(
      channels: input.channels, rows: window.count(along: input.rows), columns: window.count(along: input.columns))
  }

  func forward<Scalar: ReferenceScalar>(_ source: [Scalar]) -> ([Scalar], FeatureShape) {
    (winningPlaces(source).map { source[$0] }, output)
  }

  /// The cotangent of a window goes to its largest place.
  func transposed(_ cotangent: [Double], source: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: batch * input.volume)
    for (place, winner) in winningPlaces(source).enumerated() { result[winner] += cotangent[place] }
    return result
  }

  /// For each place of the output, the place of the input it comes from.
  private func winningPlaces<Scalar: ReferenceScalar>(_ source: [Scalar]) -> [Int] {
    var winners: [Int] = []
    for map in 0..<batch * input.channels {
      for y in 0..<output.rows {
        let rows = places(y, extent: input.rows)
        for x in 0..<output.columns {
          let columns = places(x, extent: input.columns)
          let window = rows.flatMap { v in columns.map { u in (map * input.rows + v) * input.columns + u } }
          winners.append(window.dropFirst().reduce(window[0]) { source[$1].value > source[$0].value ? $1 : $0 })
        }
      }
    }
    return winners
  }

  private func places(_ index: Int, extent: Int) -> [Int] {
    (0..<window.size).map { index * window.stride - window.padding + $0 * window.dilation }.filter { 0..<extent ~= $0 }
  }
}
