import HDF5

extension ImagePool {
  /// Reads a dataset [N, 3, H, W] or [N, H, W, 3]: floats as they are, bytes standardised per channel by their own mean
  /// and deviation.
  ///
  /// - Throws: `HDF5Error` if the file or dataset cannot be read, `ImageError` if it does not hold images.
  static func load(file: String, dataset name: String) throws -> ImagePool {
    let dataset = try HDF5File(reading: file).dataset(name)
    let location = "\(file)#\(name)"
    let array = try ImageArray(shape: dataset.shape, location: location)
    switch dataset.elementClass {
    case .float: return try array.pool(of: dataset.read(as: Float.self))
    case .integer(bytes: 1, signed: false): return try array.pool(of: dataset.read(as: UInt8.self))
    default:
      throw ImageError.malformed(
        location: location, reason: "holds \(dataset.elementClass); images are floats or uint8")
    }
  }
}
