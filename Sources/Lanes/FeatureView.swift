import Networks

/// Where the values of a node lie in memory for one reader: [block][channel][row][column] with a border of zeros.
///
/// A block is a lane group of 16 samples or, once regrouped for the coupled kernel, a group of 4; `lane` is that number of
/// floats a place. All strides are in floats.
struct FeatureView {
  let base: UnsafeMutablePointer<Float>
  let padding: Int
  let lane: Int
  let rowStride: Int
  let channelStride: Int
  let blockStride: Int

  init(base: UnsafeMutablePointer<Float>, shape: FeatureShape, padding: Int, lane: Int) {
    self.base = base
    self.padding = padding
    self.lane = lane
    rowStride = (shape.columns + 2 * padding) * lane
    channelStride = (shape.rows + 2 * padding) * rowStride
    blockStride = shape.channels * channelStride
  }

  /// Floats needed for the given number of blocks.
  static func size(shape: FeatureShape, padding: Int, lane: Int, blocks: Int) -> Int {
    blocks * shape.channels * (shape.rows + 2 * padding) * (shape.columns + 2 * padding) * lane
  }

  /// The first place inside the border of a block's first channel.
  func interior(block: Int) -> UnsafeMutablePointer<Float> { origin(block: block, padding: 0) }

  /// The place from which a window of the given padding starts in a block's first channel.
  func origin(block: Int, padding used: Int) -> UnsafeMutablePointer<Float> {
    base + block * blockStride + (padding - used) * (rowStride + lane)
  }

  /// The displacements of a window's taps, row by row.
  func taps(_ window: Network.Window) -> [Int] {
    (0..<window.size).flatMap { dy in
      (0..<window.size).map { dx in window.dilation * (dy * rowStride + dx * lane) }
    }
  }
}
