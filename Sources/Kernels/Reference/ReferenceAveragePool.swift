import Networks

/// An average pool whose padding is not counted, forward and transposed, as the defining sum.
struct ReferenceAveragePool {
  let window: Network.Window
  let input: FeatureShape
  let output: FeatureShape
  let batch: Int

  init(_ window: Network.Window, input: FeatureShape, batch: Int) {
    self.window = window
    self.input = input
    self.batch = batch
    output = FeatureShape(
      channels: input.channels, rows: window.count(along: input.rows), columns: window.count(along: input.columns))
  }

  func forward<Scalar: ReferenceScalar>(_ source: [Scalar]) -> ([Scalar], FeatureShape) {
    var result = [Scalar](repeating: .zero, count: batch * output.volume)
    forEachTerm { place, from, share in result[place] += Scalar(share) * source[from] }
    return (result, output)
  }

  func transposed(_ cotangent: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: batch * input.volume)
    forEachTerm { place, from, share in result[from] += share * cotangent[place] }
    return result
  }

  /// Visits every input place of every window, with the reciprocal of the window's number of such places.
  private func forEachTerm(_ body: (Int, Int, Double) -> Void) {
    for map in 0..<batch * input.channels {
      for y in 0..<output.rows {
        let rows = places(y, extent: input.rows)
        for x in 0..<output.columns {
          let columns = places(x, extent: input.columns)
          let share = 1 / Double(rows.count * columns.count)
          for v in rows {
            for u in columns {
              body((map * output.rows + y) * output.columns + x, (map * input.rows + v) * input.columns + u, share)
            }
          }
        }
      }
    }
  }

  private func places(_ index: Int, extent: Int) -> Range<Int> {
    let first = index * window.stride - window.padding
    return max(first, 0)..<min(first + window.size, extent)
  }
}
