import Files
import Foundation
import PythonPackage

/// The official downsampled ImageNet (ImageNet16, ImageNet32, ImageNet64): pickled batches of uint8 images.
///
/// Chrabaszcz, Loshchilov and Hutter, "A downsampled variant of ImageNet as an alternative to the CIFAR datasets" (2017).
/// The files are read by the Python package, which sends the first 50 images of each class as one array, so at most
/// 50,000 of the 1,281,167; a batch file has 400 MB at 32x32, and only the chosen images are held.
enum ImageNetBatches {
  /// Reads a directory of `train_data_batch_1` to `train_data_batch_10`.
  static func load(directory: String, _ statistics: ImageStatistics) throws -> ImagePool {
    guard directory.exists else {
      throw ImageError.missing(
        path: directory, reason: "no such directory; give the one that holds train_data_batch_1")
    }
    guard directory.namesDirectory else {
      throw ImageError.malformed(
        location: directory, reason: "not a directory; give the one that holds train_data_batch_1")
    }
    let images = try DataPackage().reading(["imagenet", directory]) { try LabelledImages($0, location: directory) }
    return try images.pool(published: .imagenet, statistics, location: directory)
  }
}
