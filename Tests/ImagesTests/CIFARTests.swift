import Foundation
import Images
import TestSupport
import Testing

/// A record of the binary format: label bytes, then 3x32x32 pixel bytes that depend on `image` and the position.
private func record(labels: [UInt8], image: Int) -> [UInt8] {
  labels + (0..<3072).map { pixel(image: image, offset: $0) }
}

private func pixel(image: Int, offset: Int) -> UInt8 { UInt8(truncatingIfNeeded: image &* 31 &+ offset &* 7) }

private func message(_ source: ImageSource) -> String {
  let error = #expect(throws: ImageError.self) { try ImagePool.load(source, seed: 0) }
  return error?.description ?? ""
}

@Suite struct CIFARTests {
  @Test func recordsOfAllFilesAreReadInOrderAndNormalised() throws {
    let place = try Workplace()
    try place.write(record(labels: [9], image: 2), to: "data_batch_2.bin")
    try place.write(record(labels: [0], image: 0) + record(labels: [5], image: 1), to: "data_batch_1.bin")
    let pool = try ImagePool.load(.cifar10(directory: place.directory), seed: 0)
    #expect(pool.shape == [3, 3, 32, 32])
    let (mean, deviation) = ([125.3, 123.0, 113.9], [63.0, 62.1, 66.7])
    let expected = (0..<9216).map { index in
      let (image, offset) = index.quotientAndRemainder(dividingBy: 3072)
      let channel = offset / 1024
      return Float((Double(pixel(image: image, offset: offset)) - mean[channel]) / deviation[channel])
    }
    #expect(pool.pixels == expected)
  }

  @Test func hundredClassesHaveTwoLabelsAndTheirOwnStatistics() throws {
    let place = try Workplace()
    try place.write(record(labels: [19, 99], image: 4), to: "train.bin")
    let pool = try ImagePool.load(.cifar100(directory: place.directory + "/"), seed: 0)
    #expect(pool.count == 1)
    #expect(pool.pixels[0] == Float((Double(pixel(image: 4, offset: 0)) - 129.3) / 68.2))
    #expect(pool.pixels[3071] == Float((Double(pixel(image: 4, offset: 3071)) - 112.4) / 70.4))
  }

  @Test func lengthsThatAreNoWholeNumberOfRecordsAreRefused() throws {
    let place = try Workplace()
    for bytes in [record(labels: [1], image: 0) + [7], Array(record(labels: [1], image: 0).dropLast()), []] {
      try place.write(bytes, to: "data_batch_3.bin")
      let text = message(.cifar10(directory: place.directory))
      #expect(text.hasPrefix(place.path("data_batch_3.bin") + ": \(bytes.count) bytes long"))
      #expect(text.contains("multiple of 3073 bytes"))
    }
    try place.write(record(labels: [1], image: 0), to: "train.bin")
    #expect(message(.cifar100(directory: place.directory)).contains("3073 bytes long"))
  }

  @Test func labelsOutOfRangeAreRefused() throws {
    let place = try Workplace()
    try place.write(record(labels: [9], image: 0) + record(labels: [10], image: 1), to: "data_batch_1.bin")
    #expect(
      message(.cifar10(directory: place.directory)).contains("data_batch_1.bin: record 1: label 10 is not below 10"))
    try place.write(record(labels: [20, 0], image: 0), to: "train.bin")
    #expect(message(.cifar100(directory: place.directory)).contains("record 0: coarse label 20 is not below 20"))
    try place.write(record(labels: [0, 100], image: 0), to: "train.bin")
    #expect(message(.cifar100(directory: place.directory)).contains("record 0: fine label 100 is not below 100"))
  }

  /// Files that a set lacks are noted, in either version; a file may be compressed.
  @Test func missingBatchesAreNoted() throws {
    let place = try Workplace()
    let record = [UInt8](repeating: 3, count: 3073)
    for number in 1...5 { try place.write(record, to: "whole/data_batch_\(number).bin") }
    #expect(try ImagePool.load(.cifar10(directory: place.path("whole")), seed: 0).notes.isEmpty)
    for number in [1, 4] { try place.write(record, to: "part/data_batch_\(number).bin") }
    let pool = try ImagePool.load(.cifar10(directory: place.path("part")), seed: 0)
    #expect(pool.count == 2 && pool.notes.count == 1)
    #expect(
      pool.notes[0].contains("lacks data_batch_2.bin, data_batch_3.bin, data_batch_5.bin of CIFAR-10's training set"))
  }

  @Test func homeDirectories() throws {
    let home = try #require(ProcessInfo.processInfo.environment["HOME"])
    #expect(try ImageSource(parsing: "cifar10:~/data").description == "cifar10:\(home)/data")
    #expect(try ImageSource(parsing: "hdf5:~/a.h5#x/y").description == "hdf5:\(home)/a.h5#x/y")
    for text in ["npy:a~b", "npy:./~", "npy:a//b/"] { #expect(try ImageSource(parsing: text).description == text) }
  }

  @Test func missingFilesAndDirectoriesAreNamed() throws {
    let place = try Workplace()
    #expect(
      message(.cifar10(directory: place.path("none"))).hasPrefix(place.path("none") + ": no such directory"))
    #expect(message(.cifar10(directory: place.directory)).contains("expected data_batch_1.bin to data_batch_5.bin"))
    #expect(message(.cifar100(directory: place.directory)).contains("expected train.bin"))
    try place.write([1], to: "file")
    #expect(message(.cifar10(directory: place.path("file"))).contains("not a directory"))
    try FileManager.default.createDirectory(
      atPath: place.path("data_batch_1.bin"), withIntermediateDirectories: true)
    #expect(message(.cifar10(directory: place.directory)).contains("data_batch_1.bin: cannot be read"))
  }

  @Test func theHashFollowsTheContent() throws {
    let place = try Workplace()
    let source = ImageSource.cifar10(directory: place.directory)
    var bytes = record(labels: [9], image: 0) + record(labels: [2], image: 1)
    func hash() throws -> String {
      try place.write(bytes, to: "data_batch_1.bin")
      return try ImagePool.load(source, seed: 0).contentHash
    }
    let first = try hash()
    #expect(first == "745c5ce6372f791e", "the same in every process and release")
    bytes[0] = 3
    #expect(try hash() == first, "labels are not part of the images")
    bytes[3072] ^= 1
    let changed = try hash()
    #expect(changed != first)
    bytes.removeLast(3073)
    #expect(try hash() != changed)
  }

  @Test(.enabled(if: SharedData.isPresent(SharedData.cifar10), "needs ../shared/data/cifar-10-batches-bin"))
  func realImagesHaveAboutTheStatisticsTheyAreNormalisedBy() throws {
    let pool = try ImagePool.load(.cifar10(directory: SharedData.cifar10), seed: 0)
    #expect(pool.count.isMultiple(of: 5) && pool.count >= 5_000)
    let pixels = pool.pixels
    for channel in 0..<3 {
      var (sum, square) = (0.0, 0.0)
      for start in stride(from: channel * 1024, to: pixels.count, by: 3072) {
        for value in pixels[start..<(start + 1024)] {
          sum += Double(value)
          square += Double(value) * Double(value)
        }
      }
      let total = Double(pool.count * 1024)
      #expect(abs(sum / total) < 0.03)
      #expect(abs((square / total).squareRoot() - 1) < 0.03)
    }
  }
}
