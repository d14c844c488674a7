import HDF5
import Images
import TestSupport
import Testing

/// Normalisation by the statistics of the pixels, instead of those that go by the data set's name.
@Suite struct ImageStatisticsTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write((0..<6).flatMap(Self.record), to: "data_batch_1.bin")
  }

  private static func record(of image: Int) -> [UInt8] {
    let pixels = (0..<3072).map { (place: Int) -> UInt8 in
      let value: Int = place * place / 7 + 40 * image + place / 1024 * 30
      return UInt8(value % 240)
    }
    return [UInt8(image)] + pixels
  }

  @Test func ofTheDataEveryChannelIsStandard() throws {
    let source = ImageSource.cifar10(directory: place.directory)
    let (named, own) = (try ImagePool.load(source, seed: 0), try ImagePool.load(source, seed: 0, statistics: .data))
    #expect(named.statistics == .name && own.statistics == .data)
    #expect(named.contentHash != own.contentHash)
    let pixels = own.pixels
    for channel in 0..<3 {
      let values = pixels.indices.filter { $0 / 1024 % 3 == channel }.map { Double(pixels[$0]) }
      let count = Double(values.count)
      #expect(abs(values.reduce(0, +) / count) < 1e-6)
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / count - 1) < 1e-6)
    }
    // Both are the same bytes up to one line a channel.
    let offsets = [0, 100, 500, 1023]
    for start in [0, 1024, 2048] {
      let (a, b) = (offsets.map { named.pixels[start + $0] }, offsets.map { pixels[start + $0] })
      let slope = (b[1] - b[0]) / (a[1] - a[0])
      for place in 2..<4 { #expect(abs(b[place] - b[0] - slope * (a[place] - a[0])) < 1e-4) }
    }
  }

  @Test func theyGoWithEitherOrder() throws {
    let source = ImageSource.cifar10(directory: place.directory)
    let pool = try ImagePool.load(source, seed: 0, statistics: .data, order: .classBalanced)
    #expect(pool.statistics == .data && pool.order == .classBalanced)
  }

  @Test func bytesWithoutANameHaveNoOther() throws {
    try HDF5File.create(at: place.path("a.h5")) {
      try $0.createDataset("bytes", (0..<192).map { UInt8($0) }, shape: [1, 3, 8, 8])
    }
    let source = ImageSource.hdf5(file: place.path("a.h5"), dataset: "bytes")
    let pools = try [ImageStatistics.name, .data].map { try ImagePool.load(source, seed: 0, statistics: $0) }
    #expect(pools[0].contentHash == pools[1].contentHash && pools[1].statistics == .name)
  }

  @Test func floatsAndConstantChannelsRefuse() throws {
    for source in [ImageSource.naturalNoise, .gaussian] {
      let error = #expect(throws: ImageError.self) { try ImagePool.load(source, seed: 0, statistics: .data) }
      #expect(error?.description.hasPrefix("\(source): its pixels are floats") == true)
    }
    try place.write([1] + [UInt8](repeating: 9, count: 3072), to: "data_batch_1.bin")
    let source = ImageSource.cifar10(directory: place.directory)
    let error = #expect(throws: ImageError.self) { try ImagePool.load(source, seed: 0, statistics: .data) }
    #expect(error?.description == "\(place.directory): channel 0 is constant, so it cannot be standardised")
    #expect(try ImagePool.load(source, seed: 0).count == 1)
  }
}
