import Foundation
import WorkQueue

extension ImagePool {
  /// Reads or makes the images of a source. The result does not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - source: where the images come from.
  ///   - seed: the run's seed; only `naturalNoise` and `gaussian` depend on it.
  ///   - threads: how many work on synthetic images.
  ///   - statistics: what bytes are normalised by; floats are used as they are.
  ///   - order: how batches are drawn.
  /// - Throws: `ImageError` naming the file, what is wrong with it and what would be right, or why statistics or order
  ///   cannot be had from this source; `HDF5Error` for an HDF5 file or dataset that cannot be read; `DataPackageError`
  ///   for a pickle that is refused.
  public static func load(
    _ source: ImageSource, seed: UInt64, threads: Int = Processors.count,
    statistics: ImageStatistics = .name, order: BatchOrder = .random
  ) throws -> ImagePool {
    let pool = try read(source, seed: seed, threads: threads, statistics)
    if statistics == .data, case .floats = pool.storage {
      throw ImageError.unsuited(
        source: "\(source)", reason: "its pixels are floats, used as they are; statistics of the data are for bytes")
    }
    guard order == .classBalanced else { return pool }
    guard let balanced = pool.classBalanced else {
      throw ImageError.unsuited(
        source: "\(source)",
        reason: "has no labels, which class-balanced batches need; cifar10:, cifar100: and imagenet: have them")
    }
    return balanced
  }

  private static func read(
    _ source: ImageSource, seed: UInt64, threads: Int, _ statistics: ImageStatistics
  ) throws -> ImagePool {
    switch source {
    case .cifar10(let directory): try CIFARFormat.cifar10.load(directory: directory, statistics)
    case .cifar100(let directory): try CIFARFormat.cifar100.load(directory: directory, statistics)
    case .imagenet(let directory): try ImageNetBatches.load(directory: directory, statistics)
    case .hdf5(let file, let dataset): try load(file: file, dataset: dataset)
    case .npy(let file): try load(numPyFile: file)
    case .naturalNoise: try NaturalNoise(seed: seed).pool(threads: threads)
    case .gaussian: try GaussianNoise.pool(seed: seed, threads: threads)
    }
  }
}
