import Foundation
import Images
import PythonPackage
import TestSupport
import Testing

/// The pickles are written by the test itself, so that no NumPy is needed to make them.
@Suite(.enabled(if: Repository.hasPython, "there is no .venv/complete; `make python` makes it"))
struct ImageNetTests {
  /// A batch as the official files have it: protocol 2, data as a reconstructed array of bytes, labels from 1.
  static func batch(labels: [Int], pixels: [UInt8]) -> [UInt8] {
    func text(_ value: String) -> [UInt8] { [UInt8(ascii: "X")] + four(value.utf8.count) + Array(value.utf8) }
    func four(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    func integer(_ value: Int) -> [UInt8] { [UInt8(ascii: "J")] + four(value) }
    func op(_ code: String) -> [UInt8] { Array(code.utf8) }
    let array =
      op("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n") + integer(0) + [0x85] + op("C\u{1}b") + [0x87]
      + op("R(") + integer(1) + integer(labels.count) + integer(pixels.count / labels.count) + [0x86]
      + op("cnumpy\ndtype\n") + text("u1") + integer(0) + integer(1) + [0x87] + op("R(") + integer(3) + text("|")
      + op("NNN") + integer(-1) + integer(-1) + integer(0) + op("tb") + [0x89] + op("B") + four(pixels.count) + pixels
      + op("tb")
    return [0x80, 2] + op("}(") + text("data") + array + text("labels") + op("](") + labels.flatMap(integer)
      + op("eu.")
  }

  @Test(arguments: [16, 32])
  func allImagesOfASmallSetNormalisedAsImageNet(size: Int) throws {
    let place = try Workplace()
    let pixels = (0..<6 * 3 * size * size).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 97) }
    try place.write(Self.batch(labels: [1, 1000, 3, 1, 2, 7], pixels: pixels), to: "train_data_batch_1")
    let pool = try ImagePool.load(.imagenet(directory: place.directory), seed: 0)
    #expect(pool.shape == [6, 3, size, size])
    let (mean, deviation) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    let values = pool.pixels
    for (index, byte) in pixels.enumerated() {
      let channel = index / (size * size) % 3
      let expected = (Double(byte) / 255 - mean[channel]) / deviation[channel]
      #expect(abs(Double(values[index]) - expected) < 1e-6)
    }
    #expect(pool.contentHash == (try ImagePool.load(.imagenet(directory: place.directory), seed: 9)).contentHash)
  }

  @Test func fiftyOfEachClass() throws {
    let place = try Workplace()
    let labels = (0..<120).map { $0 < 100 ? 5 : 6 }
    try place.write(
      Self.batch(labels: labels, pixels: [UInt8](repeating: 7, count: 120 * 12)), to: "train_data_batch_1")
    #expect(try ImagePool.load(.imagenet(directory: place.directory), seed: 0).count == 70)
  }

  @Test func whatIsWrongIsSaidWithTheFile() throws {
    let place = try Workplace()
    let source = ImageSource.imagenet(directory: place.directory)
    var error = #expect(throws: DataPackageError.self) { try ImagePool.load(source, seed: 0) }
    #expect(error?.status == 66 && error?.message.contains("train_data_batch_1") == true)
    try place.write(Array("cposix\nsystem\n(X\u{4}\0\0\0exittR.".utf8), to: "train_data_batch_2")
    error = #expect(throws: DataPackageError.self) { try ImagePool.load(source, seed: 0) }
    #expect(error?.status == 65)
    #expect(error?.message.contains("train_data_batch_2: byte 0: the class posix.system") == true)
    let absent = #expect(throws: ImageError.self) { try ImagePool.load(.imagenet(directory: "absent"), seed: 0) }
    #expect(absent?.description.contains("absent: no such directory") == true)
  }
}
