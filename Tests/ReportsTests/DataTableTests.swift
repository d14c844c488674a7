import Reports
import Testing

/// Columns and their CSV.
@Suite struct DataTableTests {
  @Test func fieldsAreQuotedWhereTheyMustBe() throws {
    let table = try DataTable([
      .init("text", ["plain", "a,b", "say \"x\"", "two\nlines", "|none~0|+|κ|", ""]), .init("n", [1, 2, 3, 4, 5, 6]),
    ])
    #expect(table.csv == "text,n\nplain,1\n\"a,b\",2\n\"say \"\"x\"\"\",3\n\"two\nlines\",4\n|none~0|+|κ|,5\n,6\n")
  }

  @Test func numbersAreTheShortestDecimals() throws {
    let numbers = [0.1, 1888.1508512220983, 100_000, -3, 1e300, .infinity, -.infinity, .nan, 1e-300]
    let lines = try DataTable([.init("x", numbers), .init("y", numbers)]).csv.split(separator: "\n").dropFirst()
    let fields = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false)[0] }
    #expect(fields == ["0.1", "1888.1508512220983", "100000", "-3", "1e+300", "inf", "-inf", "", "1e-300"])
    for (field, number) in zip(fields, numbers) where !field.isEmpty { #expect(Double(field) == number) }
  }

  @Test func columnsMustFit() {
    #expect(throws: ReportError.self) { try DataTable([.init("a", [1, 2]), .init("b", [1])]) }
    #expect(throws: ReportError.self) { try DataTable([.init("a", [1]), .init("a", [1])]) }
    #expect(throws: ReportError.self) { try DataTable([.init("a.b", [1])]) }
  }

  @Test func emptyTables() throws {
    #expect(try DataTable([.init("a", [Double]())]).csv == "a\n")
    #expect(try DataTable([]).count == 0)
  }

  @Test func columnsByName() throws {
    let table = try DataTable([.init("a", title: "A (s)", [1.5]), .init("b", ["t"])])
    #expect(table["a"]?.title == "A (s)" && table["a"]?.numbers == [1.5])
    #expect(table["b"]?.title == "b" && table["b"]?.numbers == nil && table["c"] == nil)
  }
}
