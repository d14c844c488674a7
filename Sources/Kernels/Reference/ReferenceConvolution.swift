import Lanes
import Networks

/// A convolution, forward and transposed, as the defining sum.
struct ReferenceConvolution {
  let convolution: Network.Convolution
  let input: FeatureShape
  let output: FeatureShape
  let batch: Int

  init(_ convolution: Network.Convolution, input: FeatureShape, batch: Int) {
    self.convolution = convolution
    self.input = input
    self.batch = batch
    output = FeatureShape(
      channels: convolution.outputChannels, rows: convolution.window.count(along: input.rows),
      columns: convolution.window.count(along: input.columns))
  }

  /// y[n, o] = Σ_i Σ_taps w[o, i, tap] x[n, i, displaced].
  func forward<Scalar: ReferenceScalar>(_ source: [Scalar], kernel: [Scalar]) -> ([Scalar], FeatureShape) {
    var result = [Scalar](repeating: .zero, count: batch * output.volume)
    result.withUnsafeMutableBufferPointer { result in
      source.withUnsafeBufferPointer { source in
        forEachRow(samples: 0..<batch) { row in
          let weight = kernel[row.weight]
          for x in 0..<row.count { result[row.output + x] += weight * source[row.source + x * window.stride] }
        }
      }
    }
    return (result, output)
  }

  /// The cotangents of source and kernel for a cotangent of the output.
  func transposed(_ cotangent: [Double], source: [Double], kernel: [Double]) -> (source: [Double], kernel: [Double]) {
    var sourceCotangent = [Double](repeating: 0, count: source.count)
    var gradient = [Double](repeating: 0, count: kernel.count)
    // Of a frozen gradient all samples but one have none.
    let samples = (0..<batch).filter { n in
      cotangent[n * output.volume..<(n + 1) * output.volume].contains { $0 != 0 }
    }
    sourceCotangent.withUnsafeMutableBufferPointer { sourceCotangent in
      source.withUnsafeBufferPointer { source in
        cotangent.withUnsafeBufferPointer { cotangent in
          forEachRow(samples: samples) { row in
            let weight = kernel[row.weight]
            for x in 0..<row.count {
              sourceCotangent[row.source + x * window.stride] += weight * cotangent[row.output + x]
            }
            var sum = 0.0
            for x in 0..<row.count { sum += source[row.source + x * window.stride] * cotangent[row.output + x] }
            gradient[row.weight] += sum
          }
        }
      }
    }
    return (sourceCotangent, gradient)
  }

  private var window: Network.Window { convolution.window }

  /// The products of one element of the kernel along one row of the output.
  private struct Row {
    /// The element of the kernel.
    let weight: Int
    /// The first place of the output whose source is inside the map, and that source; the next are 1 and `stride` further.
    let output, source: Int
    /// The number of places.
    let count: Int
  }

  /// Visits every product of the sum for the given samples, row by row.
  @inline(__always)
  private func forEachRow(samples: some Sequence<Int>, _ body: (Row) -> Void) {
    let groupInputs = convolution.inputChannels / convolution.groups
    let groupOutputs = convolution.outputChannels / convolution.groups
    let columns = (0..<window.size).map { outputs(tap: $0, from: input.columns, to: output.columns) }
    let rows = (0..<window.size).map { outputs(tap: $0, from: input.rows, to: output.rows) }
    for n in samples {
      for o in 0..<output.channels {
        for i in 0..<groupInputs {
          let channel = o / groupOutputs * groupInputs + i
          for dy in 0..<window.size {
            for dx in 0..<window.size where !columns[dx].isEmpty {
              let weight = ((o * groupInputs + i) * window.size + dy) * window.size + dx
              for y in rows[dy] {
                let (v, u) = (place(y, tap: dy), place(columns[dx].lowerBound, tap: dx))
                body(
                  Row(
                    weight: weight,
                    output: ((n * output.channels + o) * output.rows + y) * output.columns + columns[dx].lowerBound,
                    source: ((n * input.channels + channel) * input.rows + v) * input.columns + u,
                    count: columns[dx].count))
              }
            }
          }
        }
      }
    }
  }

  /// The place of the input that a tap of an output place reads.
  private func place(_ index: Int, tap: Int) -> Int { index * window.stride - window.padding + tap * window.dilation }

  /// The places of the output whose tap lies inside the input.
  private func outputs(tap: Int, from input: Int, to output: Int) -> Range<Int> {
    let inside = (0..<output).filter { 0..<input ~= place($0, tap: tap) }
    return inside.isEmpty ? 0..<0 : inside[0]..<inside[inside.count - 1] + 1
  }
}
