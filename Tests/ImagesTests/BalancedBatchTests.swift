import Foundation
import HDF5
import Images
import PythonPackage
import Randomness
import TestSupport
import Testing

/// Class-balanced batches. An image's first byte is its index in the pool, so that a batch tells what was drawn.
@Suite struct BalancedBatchTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private static func record(_ labels: [UInt8], image: Int) -> [UInt8] {
    let rest = (1..<3072).map { (place: Int) -> UInt8 in UInt8((image * 31 + place * 7) % 256) }
    return labels + [UInt8(image)] + rest
  }

  /// CIFAR-10 images of the given classes.
  private func pool(_ labels: [UInt8], order: BatchOrder = .classBalanced) throws -> ImagePool {
    let records = labels.enumerated().flatMap { Self.record([$1], image: $0) }
    try place.write(records, to: "data_batch_1.bin")
    return try ImagePool.load(.cifar10(directory: place.directory), seed: 0, order: order)
  }

  private func stream(_ name: String) -> RandomStream { RandomStream(seed: 3, purpose: "balance-tests", name: name) }

  /// The indices of a batch's images; red is normalised by CIFAR-10's statistics.
  private func images(of batch: ImageBatch) -> [Int] {
    stride(from: 0, to: batch.values.count, by: 3072).map { (place: Int) -> Int in
      Int((batch.values[place] * 63 + 125.3).rounded())
    }
  }

  @Test(arguments: [1, 2, 4, 5, 9, 12])
  func classesDifferByOneImageAtMost(count: Int) throws {
    let labels: [UInt8] = [7, 0, 0, 9, 7, 7, 0, 9, 9, 9, 0, 3, 3, 3]
    let pool = try pool(labels)
    #expect(pool.order == .classBalanced)
    var stream = stream("classes")
    for _ in 0..<50 {
      let drawn = try images(of: pool.batch(count, stream: &stream))
      #expect(drawn.count == count && Set(drawn).count == count)
      let counts = [UInt8(0), 3, 7, 9].map { label in drawn.count { labels[$0] == label } }
      #expect(counts.max()! - counts.min()! <= (count % 4 == 0 ? 0 : 1))
    }
  }

  /// The same images with or without their labels.
  @Test(arguments: BatchOrder.allCases) func labelledBatches(order: BatchOrder) throws {
    let labels: [UInt8] = [7, 0, 0, 9, 7, 7, 0, 9]
    let pool = try pool(labels, order: order)
    #expect(pool.classCount == 10)
    var (one, other) = (stream("labels"), stream("labels"))
    for _ in 0..<5 {
      let (images, drawn) = try pool.labelledBatch(5, stream: &one)
      #expect(images == (try pool.batch(5, stream: &other)))
      #expect(drawn == self.images(of: images).map { Int(labels[$0]) })
    }
  }

  @Test func classesAndTheImagesOfAClassAreEquallyLikely() throws {
    let labels: [UInt8] = [0, 0, 0, 0, 0, 5, 5, 8, 8, 8]
    let pool = try pool(labels)
    var stream = stream("likely")
    var counts = [Int](repeating: 0, count: labels.count)
    for _ in 0..<6_000 { for image in try images(of: pool.batch(4, stream: &stream)) { counts[image] += 1 } }
    // A class has 4/3 images of a batch in the mean.
    for (image, label) in labels.enumerated() {
      let expected = 6_000 * 4.0 / 3 / Double(labels.count { $0 == label })
      #expect(abs(Double(counts[image]) - expected) < 5 * expected.squareRoot(), "image \(image): \(counts[image])")
    }
  }

  @Test func aSmallerBatchIsTheHeadOfALarger() throws {
    let pool = try pool((0..<60).map { UInt8($0 * 7 % 10) })
    let draws = try [7, 25, 60].map { count in
      var stream = stream("head")
      return try images(of: pool.batch(count, stream: &stream))
    }
    #expect(draws[2].starts(with: draws[1]) && draws[1].starts(with: draws[0]))
    #expect(draws[2].sorted() == Array(0..<60) && draws[2] != draws[2].sorted())
    var other = stream("other")
    #expect(try images(of: pool.batch(60, stream: &other)) != draws[2])
  }

  @Test func randomOrderDoesNotSeeLabels() throws {
    let (one, other) = (try pool([1, 1, 1, 2], order: .random), try pool([5, 6, 7, 8], order: .random))
    #expect(one.order == .random && one.contentHash == other.contentHash)
    var (first, second) = (stream("labels"), stream("labels"))
    #expect(try one.batch(3, stream: &first) == other.batch(3, stream: &second))
  }

  @Test func labelsAreInTheHashOfBalancedPoolsOnly() throws {
    let hashes = try [
      pool([1, 2, 3], order: .random), pool([1, 2, 3]), pool([1, 2, 4]),
    ].map(\.contentHash)
    #expect(Set(hashes).count == 3 && hashes.allSatisfy { $0.count == 16 })
    #expect(try pool([1, 2, 3]).contentHash == hashes[1])
  }

  @Test func batchesThatTheSmallestClassCannotFill() throws {
    let pool = try pool([0, 0, 0, 1, 1, 2, 2, 2])
    var stream = stream("small")
    #expect(try pool.batch(6, stream: &stream).count == 6)
    let error = #expect(throws: ImageError.self) { try pool.batch(7, stream: &stream) }
    #expect(error == .classTooSmall(available: 2, classes: 3, requested: 7))
    #expect(error?.description.contains("batch of 7") == true && error?.description.contains("3 classes has 2") == true)
    #expect(throws: ImageError.poolTooSmall(available: 8, requested: 9)) { try pool.batch(9, stream: &stream) }
    #expect(try pool.batch(0, stream: &stream).values.isEmpty)
  }

  @Test func theFineLabelsOfCIFAR100Count() throws {
    // One coarse class and four fine ones; their images have even and odd numbers.
    let records = (0..<40).flatMap { Self.record([4, UInt8(90 + $0 % 4)], image: $0) }
    try place.write(records, to: "train.bin")
    let pool = try ImagePool.load(.cifar100(directory: place.directory), seed: 0, order: .classBalanced)
    var stream = stream("fine")
    let values = try pool.batch(8, stream: &stream).values
    let drawn = stride(from: 0, to: values.count, by: 3072).map { (place: Int) -> Int in
      Int((values[place] * 68.2 + 129.3).rounded())
    }
    #expect((0..<4).map { rest in drawn.count { $0 % 4 == rest } } == [2, 2, 2, 2])
  }

  @Test(.enabled(if: Repository.hasPython, "there is no .venv/complete; `make python` makes it"))
  func labelsComeThroughThePipe() throws {
    let pixels = (0..<8 * 768).map { (place: Int) -> UInt8 in
      place.isMultiple(of: 768) ? UInt8(place / 768) : UInt8(place * 5 % 251)
    }
    let batch = ImageNetTests.batch(labels: [1, 1000, 1000, 1, 7, 7, 7, 7], pixels: pixels)
    try place.write(batch, to: "train_data_batch_1")
    let pool = try ImagePool.load(.imagenet(directory: place.directory), seed: 0, order: .classBalanced)
    var stream = stream("pipe")
    let values = try pool.batch(6, stream: &stream).values
    let drawn = stride(from: 0, to: values.count, by: 768).map { (place: Int) -> Int in
      let level: Double = Double(values[place]) * 0.229 + 0.485
      return Int((level * 255).rounded())
    }
    #expect(drawn.prefix(6).sorted().prefix(4) == [0, 1, 2, 3] && Set(drawn).count == 6)
    let error = #expect(throws: ImageError.self) { try pool.batch(7, stream: &stream) }
    #expect(error == .classTooSmall(available: 2, classes: 3, requested: 7))
  }

  @Test(.enabled(if: Repository.hasPython, "there is no .venv/complete; `make python` makes it"))
  func anArchiveGivesTheSamePool() throws {
    let unpacked = try pool([3, 1, 3, 1, 0, 0])
    let tar = Process()
    tar.executableURL = URL(filePath: "/usr/bin/env")
    tar.arguments = ["tar", "-czf", place.path("cifar.tar.gz"), "-C", place.directory, "data_batch_1.bin"]
    try tar.run()
    tar.waitUntilExit()
    let source = ImageSource.cifar10(directory: place.path("cifar.tar.gz"))
    #expect(try ImagePool.load(source, seed: 0, order: .classBalanced).contentHash == unpacked.contentHash)
  }

  @Test func sourcesWithoutLabelsRefuse() throws {
    try HDF5File.create(at: place.path("a.h5")) {
      try $0.createDataset("x", [Float](repeating: 1, count: 192), shape: [1, 3, 8, 8])
    }
    for source in [ImageSource.hdf5(file: place.path("a.h5"), dataset: "x"), .naturalNoise, .gaussian] {
      let error = #expect(throws: ImageError.self) { try ImagePool.load(source, seed: 0, order: .classBalanced) }
      #expect(error?.description.hasPrefix("\(source): has no labels") == true)
      #expect(error?.description.contains("cifar10:") == true)
    }
  }
}
