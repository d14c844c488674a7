import Foundation

extension ImagePool {
  /// Reads or makes the images of a source. The result does not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - source: where the images come from.
  ///   - seed: the run's seed; only `naturalNoise` and `gaussian` depend on it.
  ///   - threads: how many work on synthetic images.
  /// - Throws: `ImageError` naming the file, what is wrong with it and what would be right; `HDF5Error` for an HDF5 file
  ///   or dataset that cannot be read; `DataPackageError` for a pickle that is refused.
  public static func load(
    _ source: ImageSource, seed: UInt64, threads: Int = ProcessInfo.processInfo.activeProcessorCount
  ) throws -> ImagePool {
    switch source {
    case .cifar10(let directory): try CIFARFormat.cifar10.load(directory: directory)
    case .cifar100(let directory): try CIFARFormat.cifar100.load(directory: directory)
    case .imagenet(let directory): try ImageNetBatches.load(directory: directory)
    case .hdf5(let file, let dataset): try load(file: file, dataset: dataset)
    case .npy(let file): try load(numPyFile: file)
    case .naturalNoise: try NaturalNoise(seed: seed).pool(threads: threads)
    case .gaussian: try GaussianNoise.pool(seed: seed, threads: threads)
    }
  }
}
