import Files
import Foundation
import TestSupport
import Testing

/// Errors and the files they are about.
@Suite struct FileErrorTests {
  @Test func placesComeBeforeTheReason() {
    #expect(FileError("has no rows", file: "t.csv", place: "line 3").description == "t.csv: line 3: has no rows")
    #expect(FileError("'a\nb' is none", place: "/x").description == "/x: 'a b' is none", "one line")
    #expect(FileError("r").kind == .badData)
  }

  @Test func pathsAndDirectories() throws {
    let place = try Workplace()
    #expect("a/b.csv".directory == "a" && "/b".directory == "/" && "b".directory == "" && "a/b/".lastName == "b")
    #expect(place.directory.namesDirectory && !place.path("nowhere").namesDirectory)
    #expect(try AtomicFile.makeOutputDirectory(place.path("a/b")) == false)
    #expect(try AtomicFile.makeOutputDirectory(place.path("a/b")) == true)
    try AtomicFile.write("text", to: place.path("a/b/c"))
    #expect(try place.text("a/b/c") == "text")
    expect(.inputOutput, "a/b/c: is a file", "--output") { _ = try AtomicFile.makeOutputDirectory(place.path("a/b/c")) }
    expect(.inputOutput, "nowhere/c: cannot be written") { try AtomicFile.write("", to: place.path("nowhere/c")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path("a/b")) == ["c"])
  }
}
