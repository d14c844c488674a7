import Files
import TestSupport
import Testing

/// What is written reads back the same.
@Suite struct CSVTests {
  @Test func numbersInFiles() {
    let cases: [(Double, String)] = [
      (0, "0"), (153_267_200, "153267200"), (-3, "-3"), (0.1, "0.1"), (1.0 / 3, "0.3333333333333333"),
      (45.179518161715066, "45.179518161715066"), (1e-7, "1e-07"), (1e22, "1e+22"), (0x1p53, "9007199254740992"),
      (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"), (-.nan, "nan"), (.leastNonzeroMagnitude, "5e-324"),
    ]
    for (value, text) in cases {
      #expect(CSV.number(value) == text)
      if !value.isNaN { #expect(Double(text) == value) }
    }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<1000 {
      let value = Double(bitPattern: random.next())
      if !value.isNaN { #expect(Double(CSV.number(value)) == value) }
    }
  }

  @Test func numbersThatAreAbsent() {
    #expect(CSV.number(nil) == "nan" && CSV.number(nil, absent: "") == "" && CSV.number(1.5, absent: "") == "1.5")
  }

  @Test func fieldsReadBack() throws {
    let rows = [["a", "b"], ["(1, 2)", "say \"x\""], ["two\r\nlines", ""], ["|none~0|+|κ|", " "]]
    try withTemporaryFile("t.csv") { path in
      try AtomicFile.write(CSV.text(rows[0], rows.dropFirst()), to: path)
      var reader = try CSVReader(path: path)
      for row in rows { #expect(try reader.next()?.fields == row) }
      #expect(try reader.next() == nil)
    }
    #expect(CSV.text(["h"], []) == "h\n")
  }
}
