import Foundation

extension ImagePool {
  /// Reads a `.npy` file, as `load(file:dataset:)` reads a dataset.
  ///
  /// - Throws: `ImageError` if the file cannot be read or does not hold images.
  static func load(numPyFile path: String) throws -> ImagePool {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ImageError.missing(path: path, reason: "no such file")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw ImageError.unreadable(path: path, reason: "cannot be read")
    }
    let reader = try NumPyReader(handle, location: path)
    let array = try ImageArray(shape: reader.shape, location: path)
    return try reader.element == .uint8 ? array.pool(of: reader.bytes()) : array.pool(of: reader.floats())
  }
}
