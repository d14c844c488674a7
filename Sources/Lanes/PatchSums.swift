import CKernels
import Networks

/// Σ patch[k] and Σ x̂[o] · patch[k] over samples and places: what coupling subtracts from a kernel's raw gradient is a
/// combination of these two, the same for every seed.
struct PatchSums {
  /// Σ patch, [group][entry].
  let sums: [Double]
  /// Σ x̂ · patch, [output][entry].
  let products: [Double]
  /// Output channels in a group.
  let groupOutputs: Int

  init(
    _ connection: Network.Connection, convolution: Network.Convolution, norm: LaneForward.Norm, memory: BackwardMemory
  ) {
    let (arena, forward) = (memory.arena, memory.forward)
    let mark = arena.mark
    defer { arena.release(to: mark) }
    let (shape, view, window) = (norm.shape, forward.view(connection), convolution.window)
    let inputs = convolution.inputChannels / convolution.groups
    let outputs = convolution.outputChannels / convolution.groups
    let taps = view.taps(window)
    let entryCount = inputs * taps.count
    let entries = arena.displacements((0..<inputs).flatMap { input in taps.map { input * view.channelStride + $0 } })
    // x̂ of a group's channels, then one channel of ones, whose products are the plain sums.
    let fields = arena.floats((outputs + 1) * shape.area * laneCount)
    (fields + outputs * shape.area * laneCount).update(repeating: 1, count: shape.area * laneCount)
    let lanes = arena.floats((outputs + 1) * entryCount * laneCount)

    var sums = [Double](repeating: 0, count: convolution.groups * entryCount)
    var products = [Double](repeating: 0, count: shape.channels * entryCount)
    for group in 0..<convolution.groups {
      for block in 0..<forward.blocks {
        for output in 0..<outputs {
          let channel = group * outputs + output
          let inverse = norm.inverseDeviation[channel]
          forward.set.functions.pointee.affine(
            norm.input + (block * shape.volume + channel * shape.area) * laneCount,
            fields + output * shape.area * laneCount, Float(inverse), Float(-norm.mean[channel] * inverse), shape.area,
            0)
        }
        lanes.update(repeating: 0, count: (outputs + 1) * entryCount * laneCount)
        var call = tenas_weight_gradient()
        call.cotangent = UnsafePointer(fields)
        (call.cotangent_channel, call.cotangent_row) = (shape.area * laneCount, shape.columns * laneCount)
        call.activation = UnsafePointer(
          view.origin(block: block, padding: window.padding) + group * inputs * view.channelStride)
        (call.activation_row, call.activation_column) = (window.stride * view.rowStride, window.stride * laneCount)
        (call.lanes, call.products, call.entries) = (1, lanes, entries)
        (call.out_channels, call.entry_count) = (Int32(outputs + 1), Int32(entryCount))
        (call.rows, call.columns) = (Int32(shape.rows), Int32(shape.columns))
        forward.set.functions.pointee.weight_gradient(&call)
        let valid = min(laneCount, forward.batch - block * laneCount)
        for output in 0...outputs {
          for entry in 0..<entryCount {
            let from = lanes + (output * entryCount + entry) * laneCount
            var sum = 0.0
            for lane in 0..<valid { sum += Double(from[lane]) }
            if output == outputs {
              sums[group * entryCount + entry] += sum
            } else {
              products[(group * outputs + output) * entryCount + entry] += sum
            }
          }
        }
      }
    }
    (self.sums, self.products, groupOutputs) = (sums, products, outputs)
  }
}
