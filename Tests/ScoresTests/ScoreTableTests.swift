import Foundation
import HDF5
import Scores
import SearchSpaces
import TestSupport
import Testing

/// Scores from outside, as files and as tables.
@Suite struct ScoreTableTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func cell(_ index: Int) -> NASBench201.Architecture { NASBench201.architectures[index] }

  private func read(_ text: String, as name: String = "s.csv") throws -> ScoreTable {
    try place.write(text, to: name)
    return try ScoreTable(readingFrom: place.path(name))
  }

  private func tuple(_ index: Int) -> String {
    "(" + cell(index).tuple.map(String.init).joined(separator: ", ") + ")"
  }

  @Test func keysOfEveryKind() throws {
    let expected = [(3, 0.5), (8, -.infinity), (15_624, 1e-9)]
    let texts = [
      "arch,m\n" + expected.map { "\(cell($0.0)),\($0.1)\n" }.joined(),
      "index,m\n" + expected.map { "\($0.0),\($0.1)\n" }.joined(),
      "net,m\n" + expected.map { "\"\(tuple($0.0))\",\($0.1)\n" }.joined(),
      "net,net_str,m\n" + expected.map { "\"\(tuple($0.0))\",\(cell($0.0)),\($0.1)\n" }.joined(),
      "whatever,m\n" + expected.map { "\($0.0),\($0.1)\n" }.joined(),
    ]
    for text in texts {
      let table = try read(text)
      #expect(table.columns.map(\.name) == ["m"] && table.notes.isEmpty)
      for (index, value) in expected { #expect(table.columns[0].values[index] == value) }
      #expect(table.columns[0].values.count { !$0.isNaN } == 3)
    }
  }

  @Test func missingScoresAndColumnsOfText() throws {
    let table = try read("index,a,name,b\n1,2,x,\n2,nan,y,3\n")
    #expect(table.columns.map(\.name) == ["a", "b"])
    #expect(table.columns[0].values[1] == 2 && table.columns[0].values[2].isNaN)
    #expect(table.columns[1].values[1].isNaN && table.columns[1].values[2] == 3)
    #expect(table.notes.count == 1 && table.notes[0].contains("passed over") && table.notes[0].hasSuffix("name"))
  }

  @Test func identicalDuplicatesCountOnce() throws {
    let table = try read("index,a\n1,2\n2,3\n1,2\n")
    #expect(table.notes.count == 1 && table.notes[0].contains("1 row repeats"))
    expect(.badData, "line 4: cell 1 has a 5, but on line 2 2; one score a cell is needed") {
      _ = try read("index,a\n1,2\n2,3\n1,5\n")
    }
    expect(.badData, "line 3", "cell 1", "nan") { _ = try read("index,a,b\n1,2,1\n1,2,\n") }
  }

  @Test func badRows() throws {
    expect(.badData, "s.csv", "line 3", "15625") { _ = try read("index,a\n1,2\n15625,3\n") }
    expect(.badData, "line 2", "nor_conv_7x7") {
      _ = try read("arch,a\n|nor_conv_7x7~0|+|none~0|none~1|+|none~0|none~1|none~2|,1\n")
    }
    expect(.badData, "line 2", "[1, 2, 3]") { _ = try read("net,a\n\"(1,2,3)\",1\n") }
    expect(.badData, "line 2", "cell-1") { _ = try read("name,a\ncell-1,1\n") }
    expect(.badData, "line 3", "a tuple", "line 2", "an architecture string", "one kind") {
      _ = try read("arch,a\n\(cell(1)),1\n\"\(tuple(2))\",1\n")
    }
    expect(.badData, "line 3", "an index", "a tuple") { _ = try read("net,a\n\"\(tuple(1))\",1\n2,1\n") }
    expect(.badData, "line 2", "cell 1", "cell 2") { _ = try read("net,net_str,a\n\"\(tuple(1))\",\(cell(2)),1\n") }
    expect(.badData, "line 3: a is 'high', which is not a number") { _ = try read("index,a\n1,2\n2,high\n") }
    expect(.badData, "line 3", "3 fields") { _ = try read("index,a\n1,2\n2,3,4\n") }
    expect(.badData, "line 1") { _ = try read("index\n1\n") }
    expect(.badData, "line 1") { _ = try read("index,a,a\n1,1,1\n") }
    expect(.badData, "no scores") { _ = try read("index,a\n") }
    expect(.noSuchFile, "nowhere") { _ = try ScoreTable(readingFrom: place.path("nowhere")) }
  }

  /// The layout that NASLib's code reads; the file itself is made up.
  @Test func jsonOfNASBenchSuiteZero() throws {
    func entry(_ synflow: String, _ jacov: String) -> String {
      "{\"id\": 7, \"val_accuracy\": 91.5, \"synflow\": {\"score\": \(synflow), \"time\": 0.1}, \"jacov\": {\"score\": \(jacov)}}"
    }
    let cells = "{\"\(tuple(4))\": \(entry("1.5", "-Infinity")), \"\(tuple(9))\": \(entry("2e3", "NaN"))}"
    let table = try read("{\"cifar10\": \(cells), \"ImageNet16-120\": \(cells), \"svhn\": {}}", as: "zc.json")
    #expect(table.columns.map(\.name) == ["jacov", "synflow", "jacov", "synflow"])
    #expect(table.columns.map(\.dataset) == [.cifar10, .cifar10, .imagenet16, .imagenet16])
    #expect(table.columns[1].values[4] == 1.5 && table.columns[1].values[9] == 2000)
    #expect(table.columns[0].values[4] == -.infinity && table.columns[0].values[9].isNaN)
    #expect(table.notes.contains { $0.contains("id, val_accuracy") } && table.notes.contains { $0.hasSuffix("svhn") })

    let single = try read("{\"cifar10\": \(cells)}", as: "one.json")
    #expect(single.columns.map(\.dataset) == [nil, nil])
    let flat = try read("{\"4\": {\"m\": 1}, \"5\": {\"m\": null, \"n\": 2}}", as: "flat.json")
    #expect(
      flat.columns.map(\.name) == ["m", "n"] && flat.columns[0].values[5].isNaN && flat.columns[1].values[5] == 2)

    let large = try read("{\"4\": {\"m\": 1e999}, \"5\": {\"m\": -1E+400}, \"6\": {\"m\": 1e-999}}", as: "large.json")
    #expect(large.columns[0].values[4...6] == [.infinity, -.infinity, 0])
    expect(.badData, "a.json", "cifar10: 99999") {
      _ = try read("{\"cifar10\": {\"99999\": {\"m\": 1}}}", as: "a.json")
    }
    expect(.badData, "m is 'big'") { _ = try read("{\"4\": {\"m\": \"big\"}}", as: "a.json") }
    expect(.badData, "one kind") { _ = try read("{\"4\": {\"m\": 1}, \"\(cell(5))\": {\"m\": 1}}", as: "a.json") }
    expect(.badData, "(4,0,3,1,4,3)", "(4, 0, 3, 1, 4, 3)", "one score a cell") {
      _ = try read("{\"(4,0,3,1,4,3)\": {\"m\": 1}, \"(4, 0, 3, 1, 4, 3)\": {\"m\": 2}}", as: "a.json")
    }
    expect(.badData, "JSON") { _ = try read("{\"4\": ", as: "a.json") }
  }

  @Test func hdf5OfEveryKind() throws {
    let indices = [5, 11]
    try HDF5File.create(at: place.path("a.h5")) { file in
      try file.createDataset("architectures", indices.map { cell($0).description })
      try file.createDataset("m", [1.0, Double.infinity])
      try file.createDataset("label", ["x", "y"])
    }
    try HDF5File.create(at: place.path("i.h5")) { file in
      try file.createDataset("index", indices.map { Int64($0) })
      try file.createDataset("m", [1.0, Double.infinity])
    }
    try HDF5File.create(at: place.path("t.h5")) { file in
      try file.createDataset("tuples", indices.flatMap { cell($0).tuple.map { Int64($0) } }, shape: [2, 6])
      try file.createDataset("m", [1.0, Double.infinity])
    }
    for name in ["a.h5", "i.h5", "t.h5"] {
      let table = try ScoreTable(readingFrom: place.path(name))
      #expect(table.columns.map(\.name) == ["m"])
      #expect(table.columns[0].values[5] == 1 && table.columns[0].values[11] == .infinity)
      #expect(table.notes.count == (name == "a.h5" ? 1 : 0))
    }
    try HDF5File.create(at: place.path("none.h5")) { try $0.createDataset("m", [1.0]) }
    expect(.badData, "none.h5", "/architectures") { _ = try ScoreTable(readingFrom: place.path("none.h5")) }
    try HDF5File.create(at: place.path("long.h5")) { file in
      try file.createDataset("index", [Int64(1)])
      try file.createDataset("m", [1.0, 2.0])
    }
    expect(.badData, "/m", "[1]") { _ = try ScoreTable(readingFrom: place.path("long.h5")) }
    try HDF5File.create(at: place.path("bad.h5")) { file in
      try file.createDataset("index", [Int64(1), -4])
      try file.createDataset("m", [1.0, 2.0])
    }
    expect(.badData, "/index", "row 1", "-4") { _ = try ScoreTable(readingFrom: place.path("bad.h5")) }
  }

  @Test func runsKnowTheirDirections() throws {
    try place.scores(
      place.settings(.sample(6), metrics: ["kappa", "regions", "parameters", "flops", "layers"]), in: "run")
    let table = try ScoreTable(readingFrom: place.path("run"))
    #expect(table.columns.map(\.name) == ["kappa", "regions", "parameters", "flops", "layers"])
    #expect(table.columns.map(\.direction) == [.lowerIsBetter] + Array(repeating: .higherIsBetter, count: 4))
    let twice = try ScoreTable(joining: [("run", table), ("x/other.csv", table)])
    #expect(twice.columns.map(\.name).suffix(5).first == "kappa@other.csv" && twice.notes.count == 5)
    expect(.usage, "twice") { _ = try ScoreTable(joining: [("a.csv", table), ("a.csv", table), ("a.csv", table)]) }
  }
}
