import COpenBLAS
import Lanes
import Networks

/// A convolution of one sample as matrix products: kernels [outputs, inputs · taps] times patches [inputs · taps, places].
struct OneSampleConvolution {
  private let convolution: Network.Convolution
  private let runs: WindowRuns
  private var area: Int { runs.output.area }
  private var taps: Int { runs.taps.count }
  private var groupInputs: Int { convolution.inputChannels / convolution.groups }
  private var groupOutputs: Int { convolution.outputChannels / convolution.groups }

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
    let depth = groupInputs * taps
    return [Double](unsafeUninitializedCapacity: convolution.outputChannels * area) { result, count in
      patches.withUnsafeBufferPointer { patches in
        kernel.withUnsafeBufferPointer { kernel in
          for group in 0..<convolution.groups {
            cblas_dgemm(
              CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(groupOutputs), blasint(area), blasint(depth), 1,
              kernel.baseAddress! + group * groupOutputs * depth, blasint(depth),
              patches.baseAddress! + group * depth * area, blasint(area), 0,
              result.baseAddress! + group * groupOutputs * area, blasint(area))
          }
        }
      }
      count = convolution.outputChannels * area
    }
  }

  /// cotangent · patchesᵀ, [outputs, inputs · taps]: the gradient of the kernel.
  func gradient(_ cotangent: [Double], patches: [Double]) -> [Double] {
    let depth = groupInputs * taps
    var gradient = [Double](repeating: 0, count: convolution.outputChannels * depth)
    gradient.withUnsafeMutableBufferPointer { gradient in
      patches.withUnsafeBufferPointer { patches in
        cotangent.withUnsafeBufferPointer { cotangent in
          for group in 0..<convolution.groups {
            cblas_dgemm(
              CblasRowMajor, CblasNoTrans, CblasTrans, blasint(groupOutputs), blasint(depth), blasint(area), 1,
              cotangent.baseAddress! + group * groupOutputs * area, blasint(area),
              patches.baseAddress! + group * depth * area, blasint(area), 0,
              gradient.baseAddress! + group * groupOutputs * depth, blasint(depth))
          }
        }
      }
    }
    return gradient
  }

  /// Wᵀ · cotangent, each tap's row added where the tap reads, [inputs, input places].
  func transposed(_ cotangent: [Double], kernel: [Double]) -> [Double] {
    let depth = groupInputs * taps
    let patches = [Double](unsafeUninitializedCapacity: convolution.inputChannels * taps * area) { patches, count in
      cotangent.withUnsafeBufferPointer { cotangent in
        kernel.withUnsafeBufferPointer { kernel in
          for group in 0..<convolution.groups {
            cblas_dgemm(
              CblasRowMajor, CblasTrans, CblasNoTrans, blasint(depth), blasint(area), blasint(groupOutputs), 1,
              kernel.baseAddress! + group * groupOutputs * depth, blasint(depth),
              cotangent.baseAddress! + group * groupOutputs * area, blasint(area), 0,
              patches.baseAddress! + group * depth * area, blasint(area))
          }
        }
      }
      count = convolution.inputChannels * taps * area
    }
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
}
