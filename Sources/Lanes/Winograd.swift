import CKernels
import Networks

/// Winograd's F(2x2, 3x3): a 3x3 convolution of stride 1 with 16 multiplications for every 36 (Lavin and Gray, CVPR 2016).
///
/// What is saved pays for the transforms from twelve channels on. The transforms add and subtract only, so that a result's error stays
/// a few roundings of float32.
enum Winograd {
  /// The fewest channels, on either side, for which it is faster.
  static let fewestChannels = 12

  /// Whether a convolution with this window, from so many channels to so many of rows x columns places, is done this way.
  static func serves(_ window: Network.Window, inputs: Int, outputs: Int, rows: Int, columns: Int) -> Bool {
    window.size == 3 && window.stride == 1 && window.dilation == 1 && min(inputs, outputs) >= fewestChannels
      && rows % 2 == 0 && columns % 2 == 0
  }

  /// Transforms weights[output][input][tap], `outputStride` and `inputStride` apart.
  ///
  /// - Parameters:
  ///   - kernel: the first pair's weights, row by row.
  ///   - isMirrored: whether the taps are read backwards, as the transposed convolution does.
  ///   - inputFactors: what each channel that is read is multiplied by; nil for 1.
  static func weights(
    _ kernel: UnsafePointer<Float>, outputStride: Int, inputStride: Int, isMirrored: Bool, inputFactors: [Float]?,
    outputs: Int, inputs: Int, set: InstructionSet, arena: Arena
  ) -> UnsafePointer<Float> {
    let packed = arena.floats(16 * outputs * inputs)
    var call = tenas_winograd_weights()
    call.kernel = isMirrored ? kernel + 8 : kernel
    (call.output_stride, call.input_stride, call.tap_stride) = (outputStride, inputStride, isMirrored ? -1 : 1)
    (call.outputs, call.inputs, call.packed) = (Int32(outputs), Int32(inputs), packed)
    guard let inputFactors else {
      set.functions.pointee.winograd_weights(&call)
      return UnsafePointer(packed)
    }
    inputFactors.withUnsafeBufferPointer { factors in
      call.input_factors = factors.baseAddress
      set.functions.pointee.winograd_weights(&call)
    }
    return UnsafePointer(packed)
  }
}

extension Winograd {
  /// Whether a weight gradient is had this way: its loops take channels by threes and fours.
  static func servesGradient(_ convolution: Network.Convolution, result: FeatureShape) -> Bool {
    let channels = [convolution.inputChannels / convolution.groups, convolution.outputChannels / convolution.groups]
    return channels.allSatisfy { $0 % 3 == 0 || $0 % 4 == 0 }
      && serves(
        convolution.window, inputs: channels[0], outputs: channels[1], rows: result.rows, columns: result.columns)
  }
}
