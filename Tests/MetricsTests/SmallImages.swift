import Foundation
import HDF5
import Images

/// Pools of made-up images, small enough for the plain kernels.
enum SmallImages {
  /// Images [count, 3, extent, extent] of uneven brightness.
  static func pool(count: Int = 24, extent: Int = 8) throws -> ImagePool {
    let file = NSTemporaryDirectory() + "metrics-tests-\(UUID().uuidString).h5"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let values: [Float] = (0..<count * 3 * extent * extent).map { place in
      sin(Float(place) * 0.37) + cos(Float(place / extent) * 0.11) + sin(Float(place % 7919) * 1.7)
    }
    try HDF5File.create(at: file) { try $0.createDataset("images", values, shape: [count, 3, extent, extent]) }
    return try ImagePool.load(.hdf5(file: file, dataset: "images"), seed: 0)
  }
}
