import Foundation
import HDF5
import Images
import TestSupport
import Testing

/// Arrays in both orders of their axes, from `.npy` files and HDF5.
struct ArrayImagesTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  /// A `.npy` file as NumPy writes it: version 1, the header padded to 64 bytes.
  private func numPy(_ type: String, _ shape: String, _ bytes: [UInt8], order: String = "False") -> [UInt8] {
    let text = "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }"
    let padding = String(repeating: " ", count: 63 - (10 + text.utf8.count) % 64)
    let header = Array((text + padding + "\n").utf8)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count & 255), UInt8(header.count >> 8)] + header + bytes
  }

  private func pool(_ file: [UInt8]) throws -> ImagePool {
    try place.write(file, to: "a.npy")
    return try ImagePool.load(.npy(file: place.path("a.npy")), seed: 0)
  }

  private let values = (0..<120).map { (place: Int) -> Float in Float(place * 7 % 120) / 8 - 3 }
  /// The same images [2, 3, 4, 5] as [2, 4, 5, 3].
  private var channelsLast: [Float] {
    (0..<120).map { (place: Int) -> Float in
      let (image, rest) = place.quotientAndRemainder(dividingBy: 60)
      return values[image * 60 + rest % 3 * 20 + rest / 3]
    }
  }

  @Test func allFormsGiveTheSamePool() throws {
    let bytes = values.withUnsafeBytes(Array.init)
    let expected = try pool(numPy("<f4", "(2, 3, 4, 5)", bytes))
    #expect(expected.shape == [2, 3, 4, 5])
    #expect(expected.pixels == values)
    let double = values.map(Double.init).withUnsafeBytes(Array.init)
    #expect(try pool(numPy("<f8", "(2, 3, 4, 5)", double)).contentHash == expected.contentHash)
    let last = try pool(numPy("<f4", "(2, 4, 5, 3)", channelsLast.withUnsafeBytes(Array.init)))
    #expect(last.contentHash == expected.contentHash)
    try HDF5File.create(at: place.path("a.h5")) {
      try $0.createDataset("last", channelsLast, shape: [2, 4, 5, 3])
    }
    let stored = try ImagePool.load(.hdf5(file: place.path("a.h5"), dataset: "last"), seed: 0)
    #expect(stored.contentHash == expected.contentHash)
  }

  @Test func bytesInBothOrders() throws {
    let first = (0..<216).map { (place: Int) -> UInt8 in UInt8(place * 5 % 251) }
    let last = (0..<216).map { (place: Int) -> UInt8 in
      let (image, rest) = place.quotientAndRemainder(dividingBy: 108)
      return first[image * 108 + rest % 3 * 36 + rest / 3]
    }
    let expected = try pool(numPy("|u1", "(2, 3, 6, 6)", first))
    #expect(try pool(numPy("|u1", "(2, 6, 6, 3)", last)).contentHash == expected.contentHash)
    for channel in 0..<3 {
      let values = expected.pixels.enumerated().filter { $0.offset / 36 % 3 == channel }.map(\.element)
      #expect(abs(values.reduce(0, +)) < 1e-4)
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 72 - 1) < 1e-5)
    }
  }

  @Test func threeRowsAndThreeColumnsAreChannelsFirst() throws {
    #expect(try pool(numPy("<f4", "(2, 3, 4, 3)", values[..<72].withUnsafeBytes(Array.init))).shape == [2, 3, 4, 3])
  }

  @Test func filesThatAreNoImages() throws {
    func refusal(_ file: [UInt8]) -> String {
      let error = #expect(throws: ImageError.self) { try pool(file) }
      return error?.description ?? ""
    }
    let bytes = [UInt8](repeating: 1, count: 96)
    #expect(refusal([]).contains("ends too early"))
    #expect(refusal(Array("no array at all".utf8)).contains("is not a .npy file"))
    #expect(refusal(numPy("<i8", "(1, 3, 2, 2)", bytes)).contains("'<i8'"))
    #expect(refusal(numPy("<f8", "(1, 3, 2, 2)", bytes, order: "True")).contains("row-major"))
    #expect(refusal(numPy("<f8", "(1, 2, 2, 2)", bytes)).contains("[1, 2, 2, 2]"))
    #expect(refusal(numPy("<f8", "(12,)", bytes)).contains("[12]"))
    #expect(refusal(numPy("<f8", "(0, 3, 2, 2)", bytes)).contains("none of them zero"))
    #expect(refusal(numPy("<f8", "(2, 3, 2, 2)", bytes)).contains("96 bytes of its array are missing"))
    #expect(refusal(numPy("<f8", "(99999999999, 3, 99999, 99999)", bytes)).contains("no shape"))
    #expect(refusal(numPy("|u1", "(8, 3, 2, 2)", bytes)).contains("channel 0 is constant"))
    let whole = numPy("<f8", "(1, 3, 2, 2)", bytes)
    for length in whole.indices { #expect(refusal(Array(whole[..<length])).contains("a.npy: ")) }
    let absent = #expect(throws: ImageError.self) { try ImagePool.load(.npy(file: "absent.npy"), seed: 0) }
    #expect(absent?.description == "absent.npy: no such file")
  }
}
