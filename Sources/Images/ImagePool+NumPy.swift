import Files
import Foundation

extension ImagePool {
  /// Reads a `.npy` file, plain or gzip, as `load(file:dataset:)` reads a dataset; `-` is standard input.
  ///
  /// - Throws: `ImageError` or `FileError` if the file cannot be read or does not hold images.
  static func load(numPyFile path: String) throws -> ImagePool {
    guard path == InputFile.standardInput || path.exists else {
      throw ImageError.missing(path: path, reason: "no such file")
    }
    let reader = try NumPyReader(source(of: path), location: path)
    let array = try ImageArray(shape: reader.shape, location: path)
    return try reader.element == .uint8 ? array.pool(of: reader.bytes()) : array.pool(of: reader.floats())
  }

  /// A file is read as it is needed; what is compressed, or comes through a pipe, whole.
  private static func source(of path: String) throws -> NumPyReader.Source {
    if InputFile.isRegular(path), !InputFile.isPacked(path), let handle = FileHandle(readingFile: path) {
      return { try handle.read(upToCount: $0) }
    }
    var rest = Data(try InputFile(reading: path).bytes)
    return { count in
      let part = rest.prefix(count)
      rest = rest.dropFirst(count)
      return part
    }
  }
}
