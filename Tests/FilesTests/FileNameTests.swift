import Files
import Foundation
import TestSupport
import Testing

/// Names that are not UTF-8 go through texts and come back as they were.
@Suite struct FileNameTests {
  @Test(
    arguments: [
      [], Array("plain.csv".utf8), Array("café κ 🂡".utf8), [0x63, 0xE9, 0x2E], [0xE9], [0xFF, 0xFE, 0x80], [0xC3],
      [0xF0, 0x9F, 0x82],
      [0xF4, 0x8F, 0x9E, 0x80, 0x61], Array("\u{10F7FF}".utf8) + [0x80], [0xED, 0xA0, 0x80, 0xC0, 0xAF],
      Array(0x01...0xFF),
    ] as [[UInt8]])
  func roundTrip(bytes: [UInt8]) {
    let text = String(fileName: bytes)
    #expect(text.rawBytes == bytes)
    #expect(text.fileName == bytes.map { CChar(bitPattern: $0) } + [0])
    if String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0xF4) {
      #expect(text.utf8.elementsEqual(bytes))
    }
    #expect(String(decoding: text.utf8, as: UTF8.self) == text)
  }

  @Test func partsOfPaths() throws {
    let place = try Workplace()
    let name = String(fileName: [0x61, 0xE9, 0x2F, 0xFF, 0x2E, 0x63])
    #expect(name.directory.rawBytes == [0x61, 0xE9] && name.lastName.rawBytes == [0xFF, 0x2E, 0x63])
    let directory = place.path(name.directory)
    #expect(!directory.exists && directory.contents == nil && directory.entries == nil)
    try AtomicFile.makeDirectory(directory)
    try AtomicFile.write("x", to: "\(directory)/\(name.lastName)")
    #expect(directory.contents == nil)
    #expect(directory.namesDirectory && directory.entries == [name.lastName])
    #expect("\(directory)/\(name.lastName)".contents == Data("x".utf8))
    #expect(try InputFile(reading: "\(directory)/\(name.lastName)").bytes == Array("x".utf8))
    #expect("\(directory)/../\(name)".resolved == "\(directory)/\(name.lastName)".resolved)
  }
}
