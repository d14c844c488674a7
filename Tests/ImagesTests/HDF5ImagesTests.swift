import HDF5
import Images
import TestSupport
import Testing

@Suite struct HDF5ImagesTests {
  let place: Workplace
  let file: String

  init() throws {
    place = try Workplace()
    file = place.path("images.h5")
  }

  private func refusal(of dataset: String) -> String {
    let error = #expect(throws: ImageError.self) { try ImagePool.load(.hdf5(file: file, dataset: dataset), seed: 0) }
    return error?.description ?? ""
  }

  @Test func floatsAreUsedAsTheyAre() throws {
    let values = (0..<120).map { Float($0) / 8 - 3 }
    try HDF5File.create(at: file) {
      try $0.createDataset("single", values, shape: [2, 3, 4, 5])
      try $0.createDataset("group/double", values.map(Double.init), shape: [2, 3, 4, 5])
    }
    let pool = try ImagePool.load(.hdf5(file: file, dataset: "single"), seed: 0)
    #expect(pool.shape == [2, 3, 4, 5])
    #expect(pool.pixels == values)
    let double = try ImagePool.load(.hdf5(file: file, dataset: "/group/double"), seed: 0)
    #expect(double.contentHash == pool.contentHash)
  }

  @Test func bytesAreStandardisedByTheirOwnStatistics() throws {
    let bytes = (0..<756).map { (index: Int) in UInt8(index * index % 241 + 2 * (index / 36 % 3)) }
    try HDF5File.create(at: file) { try $0.createDataset("bytes", bytes, shape: [7, 3, 6, 6]) }
    let pixels = try ImagePool.load(.hdf5(file: file, dataset: "bytes"), seed: 0).pixels
    for channel in 0..<3 {
      let indices = pixels.indices.filter { $0 / 36 % 3 == channel }
      let count = Double(indices.count)
      let mean = indices.reduce(0) { $0 + Double(bytes[$1]) } / count
      let variance = indices.reduce(0) { $0 + (Double(bytes[$1]) - mean) * (Double(bytes[$1]) - mean) } / count
      for index in indices {
        #expect(abs(Double(pixels[index]) - (Double(bytes[index]) - mean) / variance.squareRoot()) < 1e-6)
      }
    }
  }

  @Test func whatAreNoImagesIsRefused() throws {
    var values = [Float](repeating: 1, count: 3 * 3 * 2 * 2)
    values[25] = .nan
    try HDF5File.create(at: file) {
      try $0.createDataset("flat", values)
      try $0.createDataset("grey", values, shape: [9, 1, 2, 2])
      try $0.createDataset("empty", [Float](), shape: [0, 3, 2, 2])
      try $0.createDataset("nan", values, shape: [3, 3, 2, 2])
      try $0.createDataset("constant", [UInt8](repeating: 7, count: 12), shape: [1, 3, 2, 2])
      try $0.createDataset("integers", [Int64](repeating: 7, count: 12), shape: [1, 3, 2, 2])
    }
    #expect(refusal(of: "flat").hasPrefix("\(file)#flat: has the shape [36]; images have the shape [N, 3, H, W]"))
    #expect(refusal(of: "grey").contains("[9, 1, 2, 2]"))
    #expect(refusal(of: "empty").contains("[0, 3, 2, 2]"))
    #expect(refusal(of: "nan").contains("image 2 has a pixel nan"))
    #expect(refusal(of: "constant").contains("channel 0 is constant"))
    #expect(refusal(of: "integers").contains("holds int64; images are floats or uint8"))
  }

  @Test func missingFilesAndDatasetsAreTheHDF5ModulesErrors() throws {
    #expect(throws: HDF5Error.self) { try ImagePool.load(.hdf5(file: file, dataset: "x"), seed: 0) }
    try HDF5File.create(at: file) { try $0.createDataset("y", [Float(1)]) }
    #expect(throws: HDF5Error.self) { try ImagePool.load(.hdf5(file: file, dataset: "x"), seed: 0) }
  }
}
