import Files
import Foundation
import HDF5
import Sheets
import TestSupport
import Testing

/// Tables as people keep them. That every verb reads every form is `ReadingMatrixTests`' concern.
@Suite struct SheetTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func read(_ text: String) throws -> Sheet {
    try place.write(text, to: "t")
    return try Sheet(reading: place.path("t"), keys: ["arch"])
  }

  private func refusal(_ text: String) -> String {
    let error = #expect(throws: FileError.self) { try read(text) }
    return error?.description ?? ""
  }

  @Test func separatedText() throws {
    let sheet = try read("sep=;\narch;m;\na;1,5;\n;;\n b ;-2,25e3;\n")
    #expect(sheet.header == ["arch", "m"] && sheet.place == "line 2")
    #expect(sheet.rows.map(\.place) == ["line 3", "line 5"] && sheet.rows.map { $0.fields[0] } == ["a", " b "])
    #expect(sheet.rows.map { sheet.number($0.fields[1]) } == [1.5, -2250])
    #expect(sheet.decimalNote?.hasSuffix("'1,5' as 1.5") == true)
  }

  /// Commas part the fields unless the header says otherwise, even if there are others in texts.
  @Test func separators() throws {
    #expect(try read("arch,a;b\nx,1\n").header == ["arch", "a;b"])
    #expect(try read("arch\ta,b\nx\t1\n").header == ["arch", "a,b"])
    #expect(try read("\"a;b\",arch\n1,x\n").header == ["a;b", "arch"])
    #expect(try read("arch,a,b\n\"x;y;z\",1,2\n").rows[0].fields == ["x;y;z", "1", "2"])
  }

  @Test func numbers() throws {
    let (point, comma) = (try read("arch,m\nx,1\n"), try read("arch;m\nx;1\n"))
    for (text, inPoints, inCommas) in [
      ("1.5", 1.5, 1.5), (" 1e3 ", 1000, 1000), ("inf", Double.infinity, .infinity),
      ("-Infinity", -.infinity, -.infinity),
    ] {
      #expect(point.number(text) == inPoints && comma.number(text) == inCommas)
    }
    for text in ["", " ", "NaN", "NA", "n/a", "None", "null", "<NA>", "#N/A"] {
      #expect(point.number(text)?.isNaN == true && comma.number(text)?.isNaN == true, "\(text)")
    }
    #expect(point.number("1,5") == nil && comma.number("1,5") == 1.5)
    for text in ["1.234,5", "1,234,567", "x", "1 2"] {
      #expect(point.number(text) == nil && comma.number(text) == nil, "\(text)")
    }
  }

  @Test func rowsOfAnotherLength() {
    #expect(refusal("arch,a\nx,1,2\n").contains("line 2: has 3 fields, where the header has 2"))
    #expect(refusal("arch,a,b\nx,1\n").contains("line 2: has 2 fields, where the header has 3"))
    #expect(refusal("arch,a, a\nx,1,2\n").contains("line 1: the header names 'a' twice"))
  }

  @Test func json() throws {
    let expected = [["x", "1"], ["y", ""]]
    for text in [
      #"[{"arch": "x", "m": 1}, {"arch": "y", "m": null}]"#, #"{"arch": ["x", "y"], "m": [1, NaN]}"#,
      #"{"arch": {"0": "x", "1": "y"}, "m": {"0": 1}}"#, #"{"0": {"arch": "x", "m": 1}, "10": {"arch": "y"}}"#,
      #"{"columns": ["arch", "m"], "data": [["x", 1], ["y", null]]}"#,
      #"{"schema": {}, "data": [{"arch": "x", "m": 1}, {"arch": "y"}]}"#,
      "{\"arch\": \"x\", \"m\": 1}\n{\"arch\": \"y\"}\n",
    ] {
      let sheet = try read(text)
      #expect(sheet.header == ["arch", "m"] && sheet.rows.map(\.fields) == expected, "\(text)")
    }
    #expect(try read(#"[{"arch": [4, 0, 3], "m": Infinity}]"#).rows[0].fields == ["[4, 0, 3]", "inf"])
    #expect(refusal(#"{"nbformat": 4, "cells": []}"#).contains("is a notebook"))
    #expect(refusal(#"{"x": 1}"#).contains("is JSON of no known layout"))
    #expect(refusal(#"[{"arch": {"x": 1}}]"#).contains("record 0: arch is an object"))
    #expect(refusal(#"{"arch": ["x"], "m": [1, 2]}"#).contains("m: has 2 values, where arch has 1"))
    #expect(refusal("{\"arch\": ").contains("is not JSON"))
  }

  @Test func hdf5() throws {
    try HDF5File.create(at: place.path("t.h5")) { file in
      try file.createDataset("runs/arch", ["x", "y"])
      try file.createDataset("runs/m", [Float(1.5), .nan])
      try file.createDataset("runs/seeds", [Int64(1), 2, 3])
      try file.createDataset("other/m", [UInt8(7), 8])
    }
    let sheet = try Sheet(reading: place.path("t.h5"), keys: ["arch"])
    #expect(sheet.header == ["arch", "m"] && sheet.rows.map(\.fields) == [["x", "1.5"], ["y", "nan"]])
    let asked = try Sheet(hdf5: place.path("t.h5"), columns: ["arch", "other/m"])
    #expect(asked.header == ["arch", "other/m"] && asked.rows.map(\.fields) == [["x", "7"], ["y", "8"]])
    for (columns, words) in [
      (["arch", "m"], "several columns of that name: /other/m, /runs/m"),
      (["arch", "seeds"], "has 3 rows, where /runs/arch has 2"),
      (["arch", "n"], "there is no such column; there are /other/m"),
    ] {
      let error = #expect(throws: FileError.self) { try Sheet(hdf5: place.path("t.h5"), columns: columns) }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }
}
