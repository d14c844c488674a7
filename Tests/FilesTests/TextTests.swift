import Files
import Testing

/// Tables, numbers and times as a terminal shows them.
@Suite struct TextTests {
  @Test func columnsAreAligned() {
    let table = TextTable.aligned([["metric", "n"], ["κ", "15625"], ["regions", ""]])
    #expect(table == "metric   n\n-------  -----\nκ        15625\nregions\n")
  }

  /// Texts are shortened in their middle, then columns go, the last first, and a line says which.
  @Test func tablesFitTheTerminal() {
    let rows = [
      ["metric", "rule", "n", "rho"], ["kappa", "log parameters + 0.5 log jacov + 0.5 log regions", "15625", "0.5"],
    ]
    let wide = TextTable.aligned(rows, width: 200)
    #expect(wide == TextTable.aligned(rows))
    let shortened = TextTable.aligned(rows, width: 50).split(separator: "\n")
    #expect(
      shortened.map(\.count).max() == 50 && shortened[2].contains("log parameters") && shortened[2].contains("..."))
    #expect(shortened[2].hasSuffix("15625  0.5") && shortened.count == 3)
    let narrow = TextTable.aligned(rows, width: 30).split(separator: "\n")
    #expect(narrow[..<3].allSatisfy { $0.count <= 30 } && narrow[0].hasPrefix("metric  rule"))
    #expect(narrow[3] == "left out at 30 columns: n, rho; a wider terminal shows it")
    let chosen = TextTable.aligned(rows, width: 38, dispensable: ["n"], rest: "see the file")
    #expect(chosen.contains("rho") && chosen.hasSuffix("left out at 38 columns: n; see the file\n"))
    // A narrow column comes back where a wide one had to go.
    let back = TextTable.aligned(
      [["a", "n", "long title"], ["1", "2", "3"]], width: 8, dispensable: ["n", "long title"])
    #expect(back.hasPrefix("a  n\n") && back.contains("left out at 8 columns: long title"))
    for width in 20...120 {
      #expect(TextTable.aligned(rows, width: width).split(separator: "\n")[..<3].allSatisfy { $0.count <= width })
    }
  }

  /// A number that lost its middle would be another number; a word is still read.
  @Test func numbersAreCutLast() {
    let rows = [["metric", "tau"], ["trainable layers", "-0.613 [-0.620, -0.606]"], ["κ", "not defined"]]
    let lines = TextTable.aligned(rows, width: 34, dispensable: []).split(separator: "\n")
    #expect(lines[2].hasSuffix("  -0.613 [-0.620, -0.606]") && lines[2].hasPrefix("tra...ers"), "\(lines)")
    // What is not long stays whole as long as a column can go instead.
    let wide = [["what", "n"], ["top 10% by κ: nor_conv_1x1", "1563"]]
    #expect(TextTable.aligned(wide, width: 28).contains("top 10% by κ: nor_conv_1x1\nleft out at 28 columns: n"))
  }

  @Test func linesAreFoldedAtBlanks() {
    #expect("one two three".folded(to: 7) == "one two\nthree" && "one two\n".folded(to: 7) == "one two\n")
    #expect("  one two three".folded(to: 9) == "  one two\n  three")
    #expect("see |none~0|+|none~0|none~1| there".folded(to: 9) == "see\n|none~0|+|none~0|none~1|\nthere")
  }

  @Test func fourDigitsAreSignificant() {
    let cases: [(Double, String)] = [
      (0.020412, "0.02041"), (153.27338, "153.3"), (-5.00049, "-5.000"), (15625, "15625"), (1234.56, "1235"),
      (1.2344e-9, "1.234e-9"), (.infinity, "inf"), (0, "0"), (98765.4, "98765"), (3.5e15, "3.500e15"),
    ]
    for (value, text) in cases { #expect(TextNumber.significant(value) == text) }
  }

  @Test func unknownWordsHaveANeighbour() {
    let words = ["score", "search", "status"]
    #expect(
      "socre".isUnknown(as: "verb", among: words)
        == "there is no verb 'socre'; did you mean 'score'? there are score, search, status")
    #expect("xyz".isUnknown(as: "verb", among: words) == "there is no verb 'xyz'; there are score, search, status")
  }

  @Test func numbersHaveASignAndDecimals() {
    let cases: [(Double, Int, String)] = [
      (0.5306, 3, " 0.531"), (-0.5, 3, "-0.500"), (0, 1, " 0.0"), (12.999, 2, " 13.00"), (-0.0001, 2, "-0.00"),
    ]
    for (value, places, text) in cases { #expect(TextNumber.aligned(value, places: places) == text) }
    #expect(TextNumber.plain(0.5306) == "0.531" && TextNumber.plain(-2, places: 1) == "-2.0")
  }

  @Test func valuesHaveTheirIntervals() {
    #expect(TextNumber.estimate(0.5, 0.25...0.75) == " 0.500 [ 0.250,  0.750]")
    #expect(TextNumber.estimate(-0.5, nil) == "-0.500")
    #expect(TextNumber.estimate(0.5, -0.25...0.75) { TextNumber.plain($0, places: 2) } == "0.50 [-0.25, 0.75]")
  }

  @Test func timesCountSecondsBegun() {
    #expect([0, 59.2, 61, 3723].map(TextDuration.clock) == ["0:00", "1:00", "1:01", "1:02:03"])
    #expect([0.2, 89, 150].map(TextDuration.rough) == ["1 s", "89 s", "3 min"])
  }
}
