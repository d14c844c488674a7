/// An array of images as a file has it, on its way to a pool: `[N, 3, H, W]` or `[N, H, W, 3]`.
///
/// The second form is taken where the last extent is 3 and the second is not. Floats are used as they are; bytes are
/// standardised per channel by their own mean and deviation.
struct ImageArray {
  static let channels = 3

  let count: Int
  let height: Int
  let width: Int
  private let channelsLast: Bool
  private let location: String

  /// Reads the shape.
  ///
  /// - Throws: `ImageError.malformed` if images do not have such a shape.
  init(shape: [Int], location: String) throws {
    guard shape.count == 4, !shape.contains(0), shape[1] == Self.channels || shape[3] == Self.channels else {
      throw ImageError.malformed(
        location: location,
        reason: "has the shape \(shape); images have the shape [N, 3, H, W] or [N, H, W, 3], none of them zero")
    }
    channelsLast = shape[1] != Self.channels
    count = shape[0]
    height = channelsLast ? shape[1] : shape[2]
    width = channelsLast ? shape[2] : shape[3]
    self.location = location
  }

  /// The pool of these values, which are normalised already.
  func pool(of values: [Float]) throws -> ImagePool {
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw ImageError.malformed(
        location: location,
        reason: "image \(index / (values.count / count)) has a pixel \(values[index]); pixels are finite")
    }
    return pool(storage: .floats(channelsFirst(values)))
  }

  /// The pool of these bytes.
  func pool(of bytes: [UInt8]) throws -> ImagePool {
    let bytes = channelsFirst(bytes)
    let statistics = try Normalisation(
      measuring: bytes, channels: Self.channels, plane: height * width, location: location)
    return pool(storage: .bytes(bytes, table: statistics.table))
  }

  private func pool(storage: ImagePool.Storage) -> ImagePool {
    ImagePool(channels: Self.channels, height: height, width: width, storage: storage)
  }

  /// The values as [N, 3, H, W].
  private func channelsFirst<Value>(_ values: [Value]) -> [Value] {
    guard channelsLast else { return values }
    let plane = height * width
    return [Value](unsafeUninitializedCapacity: values.count) { target, initialized in
      for image in 0..<count {
        let start = image * Self.channels * plane
        for channel in 0..<Self.channels {
          for place in 0..<plane {
            target.initializeElement(
              at: start + channel * plane + place, to: values[start + place * Self.channels + channel])
          }
        }
      }
      initialized = values.count
    }
  }
}
