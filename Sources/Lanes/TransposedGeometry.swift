import CKernels
import Networks

/// A transposed convolution as calls of the forward kernel.
///
/// Input place v of a convolution of stride s is fed by output y through tap d where v = s y − padding + dilation · d. For
/// a given residue of v + padding modulo s the taps that fit are fixed and y moves by one as v moves by s: a convolution of
/// stride 1 from the cotangent to every s-th place. There are s² of these, one for stride 1.
struct TransposedGeometry {
  let window: Network.Window
  let source: FeatureShape
  let result: FeatureShape
  /// The border of zeros that the cotangent needs.
  let padding: Int

  init(_ window: Network.Window, source: FeatureShape, result: FeatureShape) {
    (self.window, self.source, self.result) = (window, source, result)
    let rows = Self.phases(window, extent: source.rows)
    let columns = Self.phases(window, extent: source.columns)
    padding = max(
      rows.map { $0.overhang(result.rows) }.max() ?? 0, columns.map { $0.overhang(result.columns) }.max() ?? 0)
  }

  /// One residue along one axis.
  private struct Phase {
    let first: Int
    let count: Int
    /// Tap and the displacement of its cotangent place from `(v − first) / s`.
    let taps: [(tap: Int, offset: Int)]

    /// How far its places lie outside 0..<extent.
    func overhang(_ extent: Int) -> Int {
      taps.map { max(-$0.offset, $0.offset + count - extent, 0) }.max() ?? 0
    }
  }

  private static func phases(_ window: Network.Window, extent: Int) -> [Phase] {
    (0..<window.stride).compactMap { residue in
      let first = ((residue - window.padding) % window.stride + window.stride) % window.stride
      guard first < extent else { return nil }
      let taps = (0..<window.size).filter { window.dilation * $0 % window.stride == residue }.map {
        (tap: $0, offset: (first + window.padding - window.dilation * $0) / window.stride)
      }
      return Phase(first: first, count: (extent - first + window.stride - 1) / window.stride, taps: taps)
    }
  }

  /// The calls for every group and phase, weights times `factors` of the convolution's output channels.
  func parts(
    _ convolution: Network.Convolution, kernel: [Float], factors: [Float], memory: inout BackwardMemory
  ) -> [BackwardPlan.Transposed] {
    let (set, arena) = (memory.forward.set, memory.arena)
    let inputs = convolution.inputChannels / convolution.groups
    let outputs = convolution.outputChannels / convolution.groups
    let size = window.size
    let rowStride = (result.columns + 2 * padding) * laneCount
    let channelStride = (result.rows + 2 * padding) * rowStride
    let interior = padding * (rowStride + laneCount)
    let isWinograd = Winograd.serves(
      window, inputs: outputs, outputs: inputs, rows: source.rows, columns: source.columns)
    return (0..<convolution.groups).flatMap { group in
      Self.phases(window, extent: source.rows).flatMap { row in
        Self.phases(window, extent: source.columns).map { column in
          let taps = row.taps.flatMap { y in column.taps.map { x in (y: y, x: x) } }
          var part = BackwardPlan.Transposed(
            inputOffset: interior + group * outputs * channelStride, inputChannelStride: channelStride,
            inputRowStride: rowStride,
            outputOffset: (group * inputs * source.area + row.first * source.columns + column.first) * laneCount,
            firstChannel: group * inputs, firstRow: row.first, firstColumn: column.first, stride: window.stride,
            rows: row.count, columns: column.count, inputs: outputs, outputs: inputs,
            taps: arena.displacements(taps.map { $0.y.offset * rowStride + $0.x.offset * laneCount }),
            tapCount: taps.count)
          if isWinograd {
            // The tap that comes last is the first in memory.
            part.inputOffset += taps.last!.y.offset * rowStride + taps.last!.x.offset * laneCount
            part.scratch = memory.workspace(tenas_winograd_scratch(outputs))
            let first = group * outputs
            part.weights = kernel.withUnsafeBufferPointer {
              Winograd.weights(
                $0.baseAddress! + first * inputs * 9, outputStride: 9, inputStride: inputs * 9, isMirrored: true,
                inputFactors: Array(factors[first..<first + outputs]), outputs: inputs, inputs: outputs, set: set,
                arena: arena)
            }
          } else {
            part.weights = PackedKernel.pack(
              outputs: inputs, inputs: outputs, taps: taps.count, set: set, arena: arena
            ) { input, output, tap in
              let channel = group * outputs + output
              let (dy, dx) = (taps[tap].y.tap, taps[tap].x.tap)
              return kernel[((channel * inputs + input) * size + dy) * size + dx] * factors[channel]
            }
          }
          return part
        }
      }
    }
  }
}

extension BackwardPlan {
  /// One call of the convolution kernel that writes every `stride`-th place of a source's cotangent.
  struct Transposed {
    var inputOffset: Int
    let inputChannelStride, inputRowStride: Int
    let outputOffset: Int
    let firstChannel, firstRow, firstColumn: Int
    let stride: Int
    let rows, columns: Int
    let inputs, outputs: Int
    var weights: UnsafePointer<Float>?
    let taps: UnsafePointer<Int>
    let tapCount: Int
    /// What Winograd's way works in; nil for the direct one.
    var scratch: UnsafeMutablePointer<Float>?
  }
}
