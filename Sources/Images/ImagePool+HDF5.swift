import HDF5

extension ImagePool {
  /// Reads a dataset [N, 3, H, W]: floats as they are, bytes standardised per channel by their own mean and deviation.
  ///
  /// - Throws: `HDF5Error` if the file or dataset cannot be read, `ImageError` if it does not hold images.
  static func load(file: String, dataset name: String) throws -> ImagePool {
    let dataset = try HDF5File(reading: file).dataset(name)
    let location = "\(file)#\(name)"
    func refuse(_ reason: String) -> ImageError { .malformed(location: location, reason: reason) }
    let shape = dataset.shape
    guard shape.count == 4, shape[1] == 3, !shape.contains(0) else {
      throw refuse("has the shape \(shape); images have the shape [N, 3, H, W], none of them zero")
    }
    let storage: Storage
    switch dataset.elementClass {
    case .float: storage = .floats(try finite(dataset.read(as: Float.self), imagesOf: shape, location))
    case .integer(bytes: 1, signed: false):
      storage = try standardised(dataset.read(as: UInt8.self), imagesOf: shape, location)
    default: throw refuse("holds \(dataset.elementClass); images are floats or uint8")
    }
    return ImagePool(channels: shape[1], height: shape[2], width: shape[3], storage: storage)
  }

  private static func finite(_ values: [Float], imagesOf shape: [Int], _ location: String) throws -> [Float] {
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      let image = index / (values.count / shape[0])
      throw ImageError.malformed(
        location: location, reason: "image \(image) has a pixel \(values[index]); pixels are finite")
    }
    return values
  }

  private static func standardised(_ bytes: [UInt8], imagesOf shape: [Int], _ location: String) throws -> Storage {
    let statistics = Normalisation(of: bytes, channels: shape[1], plane: shape[2] * shape[3])
    if let channel = statistics.deviation.firstIndex(of: 0) {
      throw ImageError.malformed(
        location: location, reason: "channel \(channel) is constant, so it cannot be standardised")
    }
    return .bytes(bytes, table: statistics.table)
  }
}
