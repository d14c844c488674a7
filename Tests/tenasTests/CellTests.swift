import Foundation
import SearchSpaces
import TestSupport
import Testing

/// `tenas top` and `tenas cell`.
@Suite struct CellTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.writeTable("table.h5") { Double($0) / 200 }
    let rows = (0..<40).map { "\($0),\($0 % 20),\(100 - $0)" }
    try place.write((["index,jacov,kappa"] + rows).joined(separator: "\n") + "\n", to: "s.csv")
  }

  private func lines(_ command: String) throws -> [[Substring]] {
    try place.succeed(command).split(separator: "\n").map { $0.split(separator: " ") }
  }

  @Test func bestFirst() throws {
    let jacov = try lines("top s.csv --by jacov -n 3 --table table.h5 --format table")
    // Two cells share the highest; the table's places count from its best cell.
    #expect(jacov[2].starts(with: ["1", "19", "19", "0.10", "(15606)"]))
    #expect(jacov[3].starts(with: ["1", "39"]) && jacov[4].starts(with: ["3", "18"]))
    #expect(jacov[2].last == Substring(NASBench201.architectures[19].description))
    #expect(jacov.count == 6 && jacov[5].starts(with: ["40", "cells", "ranked", "by", "jacov;"]))
    let wrong = try place.tenas("top s.csv --by log")
    #expect(wrong.status == 64 && wrong.error.contains("a metric is missing"))
    let csv = try place.succeed("top s.csv --by jacov -n 1 --table table.h5")
    #expect(
      csv == "place,cell,by,score,cifar10,cifar10_place,architecture\n"
        + "1,19,jacov,19,0.095,15606,\(NASBench201.architectures[19])\n")
    let json = try place.succeed("top s.csv --by jacov -n 1 --format json")
    let rows = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    #expect(rows.count == 1 && rows[0]["cell"] as? Int == 19 && rows[0]["score"] as? Double == 19)
  }

  @Test func rulesDecide() throws {
    let rule = try TenasProcess(
      ["top", "s.csv", "--format", "table", "--by", "log jacov + 0.5 log kappa"], in: place.directory
    ).finish()
    #expect(rule.status == 0 && rule.output.contains("40 cells ranked by log jacov + 0.5 log kappa"))
    try place.fail(64, "top s.csv --by az-nas", saying: "needs expressivity", "tenas score --metrics")
    try place.fail(66, "top nowhere", saying: "nowhere")
  }

  @Test func aCellInEverySpelling() throws {
    let text = try place.succeed("cell 39 --run s.csv --table table.h5")
    for word in ["cell 39", "tuple (", "0 ----> ", "one operation away: ", "cifar10", "15586", "jacov", "better than"] {
      #expect(text.contains(word), "\(word)\n\(text)")
    }
    let string = NASBench201.architectures[39].description
    #expect(try place.succeed("cell \(string) --run s.csv --table table.h5") == text)
    let tuple = "(\(NASBench201.architectures[39].tuple.map { "\($0)" }.joined(separator: ",")))"
    #expect(try place.succeed("cell \(tuple) --run s.csv --table table.h5") == text)
    try place.fail(64, "cell 15625", saying: "15625")
    try place.fail(64, "cell best", saying: "'best' names no cell")
  }

  @Test func aCellsPlaceByARule() throws {
    let text = try place.succeed("cell 39 --run s.csv --rule", "log jacov + 0.5 log kappa")
    #expect(text.contains("log jacov + 0.5 log kappa"))
    try place.fail(64, "cell 39 --run s.csv --rule az-nas", saying: "needs expressivity")
  }

  @Test func neighboursAndIsomorphs() throws {
    let text = try place.succeed("cell 0")
    let neighbours = try #require(text.split(separator: "\n").first { $0.hasPrefix("one operation away") })
    #expect(neighbours.split(separator: " ").count == 3 + 24)
  }

  @Test func exploringNeedsAPageToWrite() throws {
    try place.fail(64, "explore --scores s.csv --output page.txt", saying: "--output must end in .html", "page.txt")
    try place.fail(66, "explore --scores none.csv --output page.html", saying: "none.csv")
    try place.fail(64, "explore --scores s.csv --rule az-nas --output page.html", saying: "needs expressivity")
    try place.fail(74, "explore --scores s.csv --output /dev/null/page.html", saying: "/dev/null/page.html")
    #expect(!place.contains("page.html") && !place.contains("page.txt"))
    try FileManager.default.createDirectory(atPath: place.path("d.html"), withIntermediateDirectories: true)
    try place.fail(64, "explore --scores s.csv --output d.html", saying: "d.html", "is there and is not a file")
    try place.write(place.text("s.csv"), to: "s.html")
    try place.fail(64, "explore --scores s.html --output s.html", saying: "s.html", "is what is read")
  }
}
