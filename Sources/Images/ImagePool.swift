import Randomness

/// The images of a source, normalised, from which batches and crops are drawn.
///
/// A pool is a value whose pixels are immutable and shared: copies and threads cost nothing. Byte sources stay bytes in
/// memory (50,000 CIFAR images take 154 MB) and are normalised through a table as they are drawn; float sources stay
/// floats.
public struct ImagePool: Sendable {
  enum Storage: Sendable {
    /// Bytes [N, C, H, W], and the normalised value of each byte, [C, 256].
    case bytes([UInt8], table: [Float])
    /// Normalised values [N, C, H, W].
    case floats([Float])
  }

  /// The number of images.
  public let count: Int
  /// Channels of an image.
  public let channels: Int
  /// Rows of a channel.
  public let height: Int
  /// Columns of a channel.
  public let width: Int
  /// A hash of shape, stored pixels and normalisation, and of labels if batches are drawn by them: 16 hexadecimal digits, the
  /// same in every process.
  public private(set) var contentHash: String
  /// What bytes are normalised by, where there is a choice: `name` for floats and for bytes of no named set.
  public let statistics: ImageStatistics
  /// What a reader should know of the source, a line each.
  public internal(set) var notes: [String] = []
  let storage: Storage
  /// The class of each image, if the source says.
  let labels: [UInt16]?
  /// The images of each class, if batches are class-balanced.
  private(set) var classes: ImageClasses?

  init(
    channels: Int, height: Int, width: Int, storage: Storage, labels: [UInt16]? = nil,
    statistics: ImageStatistics = .name
  ) {
    let imageSize = channels * height * width
    switch storage {
    case .bytes(let bytes, _): count = bytes.count / imageSize
    case .floats(let values): count = values.count / imageSize
    }
    self.channels = channels
    self.height = height
    self.width = width
    self.storage = storage
    (self.labels, self.statistics) = (labels, statistics)
    contentHash = Self.hash(shape: [count, channels, height, width], storage)
  }

  private static func hash(shape: [Int], _ storage: Storage) -> String {
    var digest = StableHash()
    for extent in shape { digest.combine(UInt64(extent)) }
    switch storage {
    case .bytes(let bytes, let table):
      digest.combine("bytes")
      digest.combine(bytes.withUnsafeBytes(Images.contentHash(of:)))
      digest.combine(table.withUnsafeBytes(Images.contentHash(of:)))
    case .floats(let values):
      digest.combine("floats")
      digest.combine(values.withUnsafeBytes(Images.contentHash(of:)))
    }
    return digits(of: digest)
  }

  private static func digits(of digest: StableHash) -> String {
    let digits = String(digest.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// How batches are drawn.
  public var order: BatchOrder { classes == nil ? .random : .classBalanced }

  /// This pool with class-balanced batches; nil if the source has no labels.
  var classBalanced: ImagePool? {
    guard let labels else { return nil }
    var pool = self
    pool.classes = ImageClasses(labels: labels)
    var digest = StableHash()
    digest.combine(contentHash)
    digest.combine(labels.withUnsafeBytes(Images.contentHash(of:)))
    pool.contentHash = Self.digits(of: digest)
    return pool
  }

  /// [count, channels, height, width].
  public var shape: [Int] { [count, channels, height, width] }

  /// All normalised pixels, [count, channels, height, width].
  ///
  /// Byte sources are normalised anew at each call, four bytes a pixel; draw a batch where a few images will do.
  public var pixels: [Float] {
    if case .floats(let values) = storage { return values }
    return gather(0..<count).values
  }

  /// The given images, in the given order, as a batch.
  func gather(_ indices: some Collection<Int>) -> ImageBatch {
    let imageSize = channels * height * width
    let values = [Float](unsafeUninitializedCapacity: indices.count * imageSize) { buffer, initialized in
      for (position, index) in indices.enumerated() {
        let target = buffer[(position * imageSize)..<((position + 1) * imageSize)]
        normalise(image: index, into: UnsafeMutableBufferPointer(rebasing: target))
      }
      initialized = indices.count * imageSize
    }
    return ImageBatch(count: indices.count, channels: channels, height: height, width: width, values: values)
  }

  private func normalise(image: Int, into target: UnsafeMutableBufferPointer<Float>) {
    let start = image * target.count
    switch storage {
    case .floats(let values):
      values.withUnsafeBufferPointer { values in
        for offset in target.indices { target[offset] = values[start + offset] }
      }
    case .bytes(let bytes, let table):
      let plane = height * width
      bytes.withUnsafeBufferPointer { bytes in
        table.withUnsafeBufferPointer { table in
          for channel in 0..<channels {
            for offset in (channel * plane)..<((channel + 1) * plane) {
              target[offset] = table[256 * channel + Int(bytes[start + offset])]
            }
          }
        }
      }
    }
  }
}
