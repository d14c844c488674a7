import CKernels
import Networks

/// Σ over places of a · ∂L/∂a, squared and averaged over the batch, for every channel of a layer's output a.
package final class ChannelSaliency {
  private let result: UnsafeMutablePointer<Float>
  private let shape: FeatureShape
  private let batch: Int
  private let set: InstructionSet
  private let lanes: UnsafeMutablePointer<Float>
  private var squares: [Double]

  init(result: UnsafeMutablePointer<Float>, shape: FeatureShape, memory: BackwardMemory) {
    (self.result, self.shape) = (result, shape)
    (batch, set) = (memory.forward.batch, memory.forward.set)
    lanes = memory.arena.floats(laneCount)
    squares = [Double](repeating: 0, count: shape.channels)
  }

  /// Adds a slab of 16 samples: ĝ / a by channel, dense rows `rowStride` floats apart.
  package func add(
    _ centered: UnsafePointer<Float>, channelStride: Int, rowStride: Int, factors: [Float], slab: Int
  ) {
    for channel in 0..<shape.channels {
      lanes.update(repeating: 0, count: laneCount)
      set.functions.pointee.add_products(
        centered + channel * channelStride, rowStride,
        result + (slab * shape.volume + channel * shape.area) * laneCount, Int32(shape.rows), Int32(shape.columns),
        lanes)
      for lane in 0..<min(laneCount, batch - slab * laneCount) {
        let product = Double(factors[channel]) * Double(lanes[lane])
        squares[channel] += product * product
      }
    }
  }

  /// ½ mean over the batch of the squares.
  package var channels: [Double] { squares.map { $0 / Double(2 * batch) } }
}
