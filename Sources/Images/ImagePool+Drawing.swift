import CKernels
import Randomness

extension ImagePool {
  /// Draws `count` distinct images in the pool's `order`: the input of κ_N.
  ///
  /// - Throws: as ``check(batch:)``.
  public func batch(_ count: Int, stream: inout RandomStream) throws -> ImageBatch {
    gather(try draw(count, stream: &stream))
  }

  /// Draws the same images as ``batch(_:stream:)``, and says of each what class it is of.
  ///
  /// - Returns: no labels if the source has none.
  /// - Throws: as ``check(batch:)``.
  public func labelledBatch(_ count: Int, stream: inout RandomStream) throws -> (images: ImageBatch, labels: [Int]?) {
    let images = try draw(count, stream: &stream)
    return (gather(images), labels.map { labels in images.map { Int(labels[$0]) } })
  }

  /// The number of classes, if the source says which image is of which: one more than the largest label.
  public var classCount: Int? { labels.map { Int($0.max() ?? 0) + 1 } }

  private func draw(_ count: Int, stream: inout RandomStream) throws -> [Int] {
    try check(batch: count)
    return classes?.draw(count, stream: &stream) ?? stream.distinctIntegers(count, below: self.count)
  }

  /// Checks that batches of `count` distinct images can be drawn.
  ///
  /// - Throws: `ImageError.poolTooSmall` when the pool has fewer images, `ImageError.classTooSmall` when a class of it has
  ///   fewer than a class-balanced batch may need.
  public func check(batch count: Int) throws {
    guard count <= self.count else { throw ImageError.poolTooSmall(available: self.count, requested: count) }
    guard let classes, count > classes.count * classes.smallest else { return }
    throw ImageError.classTooSmall(available: classes.smallest, classes: classes.count, requested: count)
  }

  /// Draws `count` crops of `size` x `size` pixels, [count, 1, size, size], in random order: the input of R_N.
  ///
  /// As in the TE-NAS authors' code a sample is one colour channel of one image at one position, without padding. Here
  /// image, channel and position are uniform and independent, so an image can occur twice in a batch, which the authors'
  /// shuffled data set rules out; two crops of one image rarely coincide, and a pool smaller than `count` remains
  /// usable. One random number makes one crop.
  ///
  /// - Precondition: `1 <= size <= min(height, width)`.
  public func crops(_ count: Int, size: Int, stream: inout RandomStream) -> ImageBatch {
    precondition(
      1 <= size && size <= min(height, width), "a crop of \(size)x\(size) does not fit images of \(height)x\(width)")
    let origins = cropOrigins(count, size: size, stream: &stream)
    let values = [Float](unsafeUninitializedCapacity: count * size * size) { buffer, initialized in
      copyCrops(at: origins, size: size, into: buffer)
      initialized = count * size * size
    }
    return ImageBatch(count: count, channels: 1, height: size, width: size, values: values)
  }

  /// Where a crop begins: its channel plane, counted over all images, and the offset within it.
  private typealias Origin = (plane: Int, offset: Int)

  private func cropOrigins(_ count: Int, size: Int, stream: inout RandomStream) -> [Origin] {
    let columns = width - size + 1
    let positions = (height - size + 1) * columns
    let choices = self.count * channels * positions
    return (0..<count).map { _ in
      let (plane, position) = stream.integer(below: choices).quotientAndRemainder(dividingBy: positions)
      return (plane, position / columns * width + position % columns)
    }
  }

  private func copyCrops(at origins: [Origin], size: Int, into target: UnsafeMutableBufferPointer<Float>) {
    switch storage {
    case .floats(let values):
      values.withUnsafeBufferPointer { values in
        forEachCropRow(of: origins, size: size, in: values.baseAddress!) { row, _, from in
          for column in 0..<size { target[row + column] = from[column] }
        }
      }
    case .bytes(let bytes, let table):
      bytes.withUnsafeBufferPointer { bytes in
        table.withUnsafeBufferPointer { table in
          forEachCropRow(of: origins, size: size, in: bytes.baseAddress!) { row, plane, from in
            let values = 256 * (plane % channels)
            for column in 0..<size { target[row + column] = table[values + Int(from[column])] }
          }
        }
      }
    }
  }

  /// Calls `body` with the index in the batch of each row of a crop, its plane, and its address in the pool.
  ///
  /// Nearly every row is a miss of all caches, so those of later crops are asked for while one is copied.
  @inline(__always)
  private func forEachCropRow<Pixel>(
    of origins: [Origin], size: Int, in pixels: UnsafePointer<Pixel>,
    _ body: (_ target: Int, _ plane: Int, _ source: UnsafePointer<Pixel>) -> Void
  ) {
    let (area, ahead) = (height * width, 16)
    for crop in origins.indices {
      if crop + ahead < origins.count {
        let first = pixels + origins[crop + ahead].plane * area + origins[crop + ahead].offset
        for row in 0..<size { tenas_fetch(first + row * width) }
      }
      let source = pixels + origins[crop].plane * area + origins[crop].offset
      for row in 0..<size { body((crop * size + row) * size, origins[crop].plane, source + row * width) }
    }
  }
}
