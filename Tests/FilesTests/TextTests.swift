import Files
import Testing

/// Tables, numbers and times as a terminal shows them.
@Suite struct TextTests {
  @Test func columnsAreAligned() {
    let table = TextTable.aligned([["metric", "n"], ["κ", "15625"], ["regions", ""]])
    #expect(table == "metric   n\n-------  -----\nκ        15625\nregions\n")
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
