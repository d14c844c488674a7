import Foundation
import Runs
import SearchSpaces
import TestSupport
import Testing

@Suite struct SelectionTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func read(_ text: String) throws -> Selection {
    try place.write(text, to: "cells.txt")
    return try Selection(readingFrom: place.path("cells.txt"))
  }

  @Test func indicesAndStringsInAnyOrder() throws {
    let cell = NASBench201.architectures[17]
    #expect(try read("300\n\(cell)\n4\n") == .architectures([4, 17, 300]))
  }

  @Test(arguments: [
    "5\n6", "5\r\n6\r\n", "\n5\n\n\n6\n\n", "  5 \n\t6\t\r\n", "\u{FEFF}5\n6\n", "5\r6\r", "+5\n06\n",
  ])
  func lineEndsAndBlanks(text: String) throws { #expect(try read(text) == .architectures([5, 6])) }

  @Test(arguments: [
    ("5\n15625\n", "line 2", "15624"), ("5\r\n\r\n-1\r\n", "line 3", "-1"), ("|none~0|\n", "line 1", "|none~0|"),
    ("5\n6\n5\n", "line 3", "line 1"), ("5 6\n", "line 1", "[5, 6]"), ("", "cells.txt", "names no cell"),
    ("\r\n \r\n", "cells.txt", "names no cell"), ("0x10\n", "line 1", "0x10"),
    ("17\n\(NASBench201.architectures[17])\n", "line 2", "line 1"),
    ("99999999999999999999\n", "line 1", "99999999999999999999"),
  ])
  func refusals(text: String, place: String, word: String) throws {
    expect(.badData, "cells.txt", place, word) { _ = try read(text) }
  }

  @Test func filesThatCannotBeRead() throws {
    expect(.noSuchFile, "nowhere") { _ = try Selection(readingFrom: place.path("nowhere")) }
    expect(.inputOutput, place.directory) { _ = try Selection(readingFrom: place.directory) }
    try Data([0x35, 0x0A, 0xFF, 0xFE]).write(to: URL(filePath: place.path("bytes")))
    expect(.badData, "bytes", "UTF-8") { _ = try Selection(readingFrom: place.path("bytes")) }
  }

  @Test func indicesAreAscendingAndDistinct() throws {
    #expect(try Selection.architectures([9, 3, 9]).indices(seed: 0) == [3, 9])
    #expect(try Selection.population(.live).indices(seed: 0).count == 9445)
    let sample = try Selection.sample(100).indices(seed: 3)
    #expect(sample == sample.sorted() && Set(sample).count == 100)
    #expect(try sample != Selection.sample(100).indices(seed: 4))
    #expect(try Set(sample).isSuperset(of: Selection.sample(40).indices(seed: 3)))
    #expect(throws: SearchSpaceError.self) { try Selection.architectures([-1]).indices(seed: 0) }
  }

  @Test func shards() throws {
    let shard = try Shard(parsing: "2/8")
    #expect(shard.number == 2 && shard.count == 8 && shard.description == "2/8")
    #expect(try Shard(parsing: "1/1") == .whole)
    for text in ["", "/", "1", "0/2", "3/2", "-1/2", "1/0", "1/2/3", "a/b", "1/", "/2", " 1/2", "1.0/2"] {
      expect(.usage, "'\(text)'", "I/N", "2/8") { _ = try Shard(parsing: text) }
    }
  }
}
