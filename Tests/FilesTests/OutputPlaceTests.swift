import Files
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct OutputPlaceTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func refusal(_ body: () throws -> Void) -> FileError? { #expect(throws: FileError.self, performing: body) }

  @Test func whatIsReplaced() throws {
    try place.write("old", to: "folder/file")
    #expect(symlink("folder/file", place.path("link")) == 0 && symlink("link", place.path("second")) == 0)
    #expect(symlink("folder/new", place.path("fresh")) == 0 && symlink("round", place.path("round")) == 0)
    for name in ["folder/file", "link", "second", "fresh", "none"] {
      try AtomicFile.write("new of \(name)", to: place.path(name))
      #expect(try place.text(name) == "new of \(name)")
    }
    #expect(try place.text("folder/new") == "new of fresh" && place.text("folder/file") == "new of second")
    #expect(mkfifo(place.path("pipe"), 0o600) == 0)
    for name in ["pipe", "folder"] {
      #expect(refusal { try AtomicFile.write("x", to: place.path(name)) }?.kind == .usage)
    }
    #expect(refusal { try AtomicFile.write("x", to: place.path("round")) }?.reason.contains("symbolic links") == true)
    #expect(refusal { try OutputPlace.checkDirectory(place.path("folder/file")) }?.kind == .inputOutput)
    #expect(refusal { try AtomicFile.makeDirectory(place.path("folder/file")) } != nil)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: place.directory).filter { $0.hasSuffix(".partial") }.isEmpty)
  }

  /// A long name leaves room for that of the unfinished file.
  @Test func longNames() throws {
    let name = String(repeating: "n", count: 255)
    try AtomicFile.write("x", to: place.path(name))
    #expect(try place.text(name) == "x")
  }

  /// An error while a file is written leaves what was there, and nothing else.
  @Test func whatFails() throws {
    struct Refused: Error {}
    try place.write("old", to: "file")
    #expect(throws: Refused.self) {
      try AtomicFile.replace(place.path("file")) {
        try AtomicFile.store("half", in: $0, for: "file")
        throw Refused()
      }
    }
    #expect(try place.text("file") == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.directory) == ["file"])
  }
}

@Suite struct InputFileTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func text(_ bytes: [UInt8]) throws -> String {
    try place.write(bytes, to: "t")
    return String(decoding: try InputFile(reading: place.path("t")).text(), as: UTF8.self)
  }

  @Test func encodings() throws {
    let text = "a,é\n"
    func units(_ little: Bool) -> [UInt8] {
      text.utf16.flatMap { little ? [UInt8($0 & 255), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 255)] }
    }
    let scalars = text.unicodeScalars.flatMap { [UInt8($0.value & 255), UInt8($0.value >> 8), 0, 0] }
    for bytes in [
      Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), [0xFF, 0xFE] + units(true), [0xFE, 0xFF] + units(false),
      [0xFF, 0xFE, 0, 0] + scalars,
    ] {
      #expect(try self.text(bytes) == text)
    }
    #expect(throws: FileError.self) { try self.text(units(true)) }
    #expect(throws: FileError.self) { try self.text([0xFF, 0xFE, 0x00, 0xD8]) }
  }

  @Test func pipesAreReadAsOftenAsFiles() throws {
    #expect(mkfifo(place.path("pipe"), 0o600) == 0)
    let path = place.path("pipe")
    Thread.detachNewThread { try? Data("content".utf8).write(to: URL(filePath: path)) }
    for _ in 0..<2 { #expect(try InputFile(reading: path).bytes == Array("content".utf8)) }
    #expect(!InputFile.isRegular(path) && !InputFile.isRegular("-"))
  }

  @Test func whatIsNoText() throws {
    for (bytes, container) in [
      (Array("PAR1".utf8), Container.parquet), ([0x80, 4, 0x95], .pickle),
      ([0x89] + Array("HDF\r\n".utf8) + [0x1A, 0x0A], .hdf5),
      ([UInt8](repeating: 0, count: 257) + Array("ustar".utf8) + [0], .tar),
    ] {
      #expect(Container(bytes) == container)
      let error = #expect(throws: FileError.self) { try text(bytes) }
      #expect(error?.reason == container.words && error?.kind == .badData)
    }
    // An archive is unpacked; a damaged one says so.
    #expect(Container(Array("PK\u{3}\u{4}".utf8)) == .zip)
    let damaged = #expect(throws: (any Error).self) { try text(Array("PK\u{3}\u{4}".utf8)) }
    #expect((damaged as? any Failure)?.kind == .badData)
    for text in ["", "a", "PAR", "PK,b\n", "arch,m\n"] { #expect(Container(Array(text.utf8)) == nil) }
    #expect(
      throws: FileError(
        "is a directory, where a file is needed", file: place.directory, kind: .inputOutput)
    ) { try InputFile(reading: place.directory) }
  }
}
