import Foundation

/// Images with their classes, as a benchmark's files have them, on their way to a pool.
struct LabelledImages {
  static let channels = 3

  let height: Int
  let width: Int
  /// Pixels [N, 3, H, W].
  var bytes: [UInt8] = []
  /// The class of each image.
  var labels: [UInt16] = []

  /// No images yet, of the given size.
  init(height: Int, width: Int) { (self.height, self.width) = (height, width) }

  /// Reads what the Python package sends: the pixels as one array, then the labels as another.
  ///
  /// - Throws: `ImageError.malformed` if it is something else.
  init(_ output: FileHandle, location: String) throws {
    let source: NumPyReader.Source = { try output.read(upToCount: $0) }
    let images = try NumPyReader(source, location: location, holding: [.uint8])
    guard images.shape.count == 4, images.shape[1] == Self.channels else {
      throw ImageError.malformed(location: location, reason: "gave the shape \(images.shape), not [N, 3, H, W]")
    }
    self.init(height: images.shape[2], width: images.shape[3])
    bytes = try images.bytes()
    let classes = try NumPyReader(source, location: location, holding: [.uint16])
    guard classes.shape == [images.shape[0]] else {
      throw ImageError.malformed(location: location, reason: "gave \(classes.shape) labels for \(images.shape) images")
    }
    labels = try classes.integers()
  }

  /// The pool of these images.
  ///
  /// - Parameters:
  ///   - published: the statistics that go by the data set's name.
  ///   - statistics: whether those are used, or the ones of the bytes.
  ///   - location: what errors call the images.
  /// - Throws: `ImageError.malformed` if a channel has no deviation to divide by.
  func pool(published: Normalisation, _ statistics: ImageStatistics, location: String) throws -> ImagePool {
    let normalisation =
      switch statistics {
      case .name: published
      case .data:
        try Normalisation(measuring: bytes, channels: Self.channels, plane: height * width, location: location)
      }
    return ImagePool(
      channels: Self.channels, height: height, width: width, storage: .bytes(bytes, table: normalisation.table),
      labels: labels, statistics: statistics)
  }
}
