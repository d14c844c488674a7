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
  func forward(_ source: [Double], kernel: [Double]) -> ([Double], FeatureShape) {
    var result = [Double](repeating: 0, count: batch * output.volume)
    forEachProduct { place, weight, from in result[place] += kernel[weight] * source[from] }
    return (result, output)
  }

  /// The cotangents of source and kernel for a cotangent of the output.
  func transposed(_ cotangent: [Double], source: [Double], kernel: [Double]) -> (source: [Double], kernel: [Double]) {
    var sourceCotangent = [Double](repeating: 0, count: source.count)
    var gradient = [Double](repeating: 0, count: kernel.count)
    cotangent.withUnsafeBufferPointer { cotangent in
      sourceCotangent.withUnsafeMutableBufferPointer { sourceCotangent in
        gradient.withUnsafeMutableBufferPointer { gradient in
          forEachProduct { place, weight, from in
            sourceCotangent[from] += kernel[weight] * cotangent[place]
            gradient[weight] += source[from] * cotangent[place]
          }
        }
      }
    }
    return (sourceCotangent, gradient)
  }

  /// Visits every product of the sum: places of the output, the kernel and the source.
  @inline(__always)
  private func forEachProduct(_ body: (Int, Int, Int) -> Void) {
    let window = convolution.window
    let groupInputs = convolution.inputChannels / convolution.groups
    let groupOutputs = convolution.outputChannels / convolution.groups
    for n in 0..<batch {
      for o in 0..<output.channels {
        for i in 0..<groupInputs {
          let channel = o / groupOutputs * groupInputs + i
          for dy in 0..<window.size {
            for dx in 0..<window.size {
              let weight = ((o * groupInputs + i) * window.size + dy) * window.size + dx
              for y in 0..<output.rows {
                let v = y * window.stride - window.padding + dy * window.dilation
                guard v >= 0 && v < input.rows else { continue }
                for x in 0..<output.columns {
                  let u = x * window.stride - window.padding + dx * window.dilation
                  guard u >= 0 && u < input.columns else { continue }
                  body(
                    ((n * output.channels + o) * output.rows + y) * output.columns + x, weight,
                    ((n * input.channels + channel) * input.rows + v) * input.columns + u)
                }
              }
            }
          }
        }
      }
    }
  }
}
