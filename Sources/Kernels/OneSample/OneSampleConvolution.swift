import COpenBLAS
import Lanes
import Networks

/// A convolution of one sample as matrix products: kernels [outputs, inputs · taps] times patches [inputs · taps, places].
struct OneSampleConvolution {
  private let convolution: Network.Convolution
  private let runs: WindowRuns
  private var area: Int { runs.output.area }
  private var taps: Int { runs.taps.count }
  private var groupOutputs: Int { convolution.outputChannels / convolution.groups }
  /// What one output is a sum of.
  private var depth: Int { convolution.inputChannels / convolution.groups * taps }

  init(_ convolution: Network.Convolution, input: FeatureShape) {
    (self.convolution, runs) = (convolution, WindowRuns(convolution.window, over: input))
    LinearAlgebra.useOneThread()
  }

  /// What every tap of every window reads, [inputs · taps, places]; the source itself for a window of one place.
  func patches(of source: [Double]) -> [Double] {
    if runs.isIdentity { return source }
    let rows = convolution.inputChannels * taps
    return [Double](unsafeUninitializedCapacity: rows * area) { patches, count in
      source.withUnsafeBufferPointer { source in
        for channel in 0..<convolution.inputChannels {
          runs.gather(
            source.baseAddress! + channel * runs.input.area, into: patches.baseAddress! + channel * taps * area)
        }
      }
      count = rows * area
    }
  }

  /// W · patches, [outputs, places].
  func forward(_ patches: [Double], kernel: [Double]) -> [Double] {
    products(kernel, patches, rows: groupOutputs, columns: area, depth: depth)
  }

  /// cotangent · patchesᵀ, [outputs, inputs · taps]: the gradient of the kernel.
  func gradient(_ cotangent: [Double], patches: [Double]) -> [Double] {
    products(cotangent, patches, rows: groupOutputs, columns: depth, depth: area, transposesRight: true)
  }

  /// Wᵀ · cotangent, each tap's row added where the tap reads, [inputs, input places].
  func transposed(_ cotangent: [Double], kernel: [Double]) -> [Double] {
    let patches = products(kernel, cotangent, rows: depth, columns: area, depth: groupOutputs, transposesLeft: true)
    if runs.isIdentity { return patches }
    var result = [Double](repeating: 0, count: convolution.inputChannels * runs.input.area)
    result.withUnsafeMutableBufferPointer { result in
      patches.withUnsafeBufferPointer { patches in
        for channel in 0..<convolution.inputChannels {
          runs.scatter(
            patches.baseAddress! + channel * taps * area, to: result.baseAddress! + channel * runs.input.area)
        }
      }
    }
    return result
  }

  /// Left times right for every group, [rows, depth] times [depth, columns]; a transposed factor is stored the other way round.
  private func products(
    _ left: [Double], _ right: [Double], rows: Int, columns: Int, depth: Int, transposesLeft: Bool = false,
    transposesRight: Bool = false
  ) -> [Double] {
    let total = convolution.groups * rows * columns
    return [Double](unsafeUninitializedCapacity: total) { result, count in
      left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
          for group in 0..<convolution.groups {
            cblas_dgemm(
              CblasRowMajor, transposesLeft ? CblasTrans : CblasNoTrans, transposesRight ? CblasTrans : CblasNoTrans,
              blasint(rows), blasint(columns), blasint(depth), 1,
              left.baseAddress! + group * rows * depth, blasint(transposesLeft ? rows : depth),
              right.baseAddress! + group * depth * columns, blasint(transposesRight ? depth : columns), 0,
              result.baseAddress! + group * rows * columns, blasint(columns))
          }
        }
      }
      count = total
    }
  }
}
