import HDF5
import Images
import Randomness
import TestSupport
import Testing

/// Float images whose every pixel is its own index in the pool, so that a batch or crop tells where it was taken.
private func indexedPool(images: Int, height: Int = 32, width: Int = 32) throws -> ImagePool {
  let place = try Workplace()
  let source = ImageSource.hdf5(file: place.path("indices.h5"), dataset: "images")
  let indices = (0..<(images * 3 * height * width)).map(Float.init)
  try HDF5File.create(at: place.path("indices.h5")) {
    try $0.createDataset("images", indices, shape: [images, 3, height, width])
  }
  return try ImagePool.load(source, seed: 0)
}

/// CIFAR images of pseudo-random bytes, which are stored and normalised differently from floats.
private func bytePool(images: Int) throws -> ImagePool {
  let place = try Workplace()
  var bytes = stream("bytes")
  let record = { (_: Int) in [UInt8(3)] + (0..<3072).map { _ in UInt8(bytes.integer(below: 256)) } }
  try place.write((0..<images).flatMap(record), to: "data_batch_1.bin")
  return try ImagePool.load(.cifar10(directory: place.directory), seed: 0)
}

private func stream(_ name: String) -> RandomStream { RandomStream(seed: 5, purpose: "images-tests", name: name) }

/// Whether counts are uniform, by a χ² test at five standard deviations.
private func areUniform(_ counts: [Int]) -> Bool {
  let expected = Double(counts.reduce(0, +)) / Double(counts.count)
  let chiSquare = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
  let freedom = Double(counts.count - 1)
  return chiSquare < freedom + 5 * (2 * freedom).squareRoot()
}

@Suite struct DrawingTests {
  @Test func aBatchHasDistinctImagesInDrawnOrder() throws {
    let pool = try indexedPool(images: 12)
    var stream = stream("batch")
    let batch = try pool.batch(12, stream: &stream)
    #expect(batch.shape == [12, 3, 32, 32])
    let images = stride(from: 0, to: batch.values.count, by: 3072).map { Int(batch.values[$0]) / 3072 }
    #expect(images.sorted() == Array(0..<12))
    #expect(images != images.sorted())
    let expected = images.flatMap { image in (0..<3072).map { Float(image * 3072 + $0) } }
    #expect(batch.values == expected)
  }

  @Test func everyImageIsDrawnEquallyOften() throws {
    let pool = try indexedPool(images: 10, height: 2, width: 2)
    var (stream, counts) = (stream("equally"), [Int](repeating: 0, count: 10))
    for _ in 0..<2_000 {
      let values = try pool.batch(3, stream: &stream).values
      for start in stride(from: 0, to: values.count, by: 12) { counts[Int(values[start]) / 12] += 1 }
    }
    #expect(areUniform(counts))
  }

  @Test func aBatchLargerThanThePoolIsRefused() throws {
    let pool = try indexedPool(images: 3)
    var stream = stream("large")
    let error = #expect(throws: ImageError.self) { try pool.batch(4, stream: &stream) }
    #expect(error == .poolTooSmall(available: 3, requested: 4))
    #expect(error?.description == "a batch of 4 distinct images cannot be drawn from 3")
    #expect(try pool.batch(0, stream: &stream).values.isEmpty)
  }

  @Test func drawingIsAFunctionOfTheStream() throws {
    let pool = try bytePool(images: 20)
    var (first, second, other) = (stream("a"), stream("a"), stream("b"))
    let batch = try pool.batch(8, stream: &first)
    #expect(try pool.batch(8, stream: &second) == batch)
    #expect(try pool.batch(8, stream: &other) != batch)
    let crops = pool.crops(50, size: 3, stream: &first)
    #expect(pool.crops(50, size: 3, stream: &second) == crops)
    #expect(pool.crops(50, size: 3, stream: &other) != crops)
  }

  @Test func aCropIsOnePatchOfOneChannelAndEveryPlaceIsEquallyLikely() throws {
    let (images, height, width) = (7, 12, 32)
    let pool = try indexedPool(images: images, height: height, width: width)
    var stream = stream("crops")
    let crops = pool.crops(60_000, size: 3, stream: &stream)
    #expect(crops.shape == [60_000, 1, 3, 3])
    var (rows, columns) = ([Int](repeating: 0, count: height), [Int](repeating: 0, count: width))
    var planes = [Int](repeating: 0, count: 3 * images)
    var patches = 0
    for start in stride(from: 0, to: crops.values.count, by: 9) {
      let (plane, place) = Int(crops.values[start]).quotientAndRemainder(dividingBy: height * width)
      rows[place / width] += 1
      columns[place % width] += 1
      planes[plane] += 1
      let patch = (0..<9).map { Float(plane * height * width + place + $0 / 3 * width + $0 % 3) }
      if Array(crops.values[start..<(start + 9)]) == patch { patches += 1 }
    }
    #expect(patches == 60_000)
    #expect(Array(rows[(height - 2)...]) == [0, 0] && Array(columns[(width - 2)...]) == [0, 0])
    #expect(areUniform(Array(rows.dropLast(2))))
    #expect(areUniform(Array(columns.dropLast(2))))
    #expect(areUniform(planes))
  }

  @Test func cropsOfBytesAreNormalisedByTheirChannel() throws {
    let pool = try bytePool(images: 2)
    let pixels = pool.pixels
    var patches: Set<[Float]> = []
    for plane in 0..<6 {
      for place in 0..<900 {
        let corner = plane * 1024 + place / 30 * 32 + place % 30
        patches.insert((0..<9).map { pixels[corner + $0 / 3 * 32 + $0 % 3] })
      }
    }
    var stream = stream("bytes")
    let values = pool.crops(2_000, size: 3, stream: &stream).values
    let drawn = stride(from: 0, to: values.count, by: 9).map { Array(values[$0..<($0 + 9)]) }
    #expect(drawn.allSatisfy(patches.contains))
  }

  @Test func aCropMayBeAWholeChannelOrOnePixel() throws {
    let pool = try indexedPool(images: 1)
    var stream = stream("sizes")
    let whole = pool.crops(1, size: 32, stream: &stream).values
    #expect(whole == (0..<1024).map { whole[0] + Float($0) } && Int(whole[0]).isMultiple(of: 1024))
    #expect(pool.crops(10, size: 1, stream: &stream).shape == [10, 1, 1, 1])
  }
}
