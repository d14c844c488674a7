import CKernels
import Networks

/// Convolution weights in the order in which the innermost loops read them: group of output channels, input channel, tap,
/// output channel within the group.
enum PackedKernel {
  /// Packs `weight(output, input, tap)` for the given extents.
  static func pack(
    outputs: Int, inputs: Int, taps: Int, set: InstructionSet, arena: Arena, weight: (Int, Int, Int) -> Float
  ) -> UnsafePointer<Float> {
    let packed = arena.floats(outputs * inputs * taps)
    var (at, first) = (0, 0)
    while first < outputs {
      let group = Int(set.functions.pointee.channel_group(Int32(outputs - first)))
      for input in 0..<inputs {
        for tap in 0..<taps {
          for output in first..<first + group {
            packed[at] = weight(output, input, tap)
            at += 1
          }
        }
      }
      first += group
    }
    return UnsafePointer(packed)
  }
}
