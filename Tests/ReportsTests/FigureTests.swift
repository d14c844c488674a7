import Reports
import Testing

/// What a figure writes.
@Suite struct FigureTests {
  @Test func unknownColumnsAreNamed() throws {
    let data = try DataTable([.init("x", [1, 2]), .init("y", [3, 4])])
    #expect(throws: ReportError.self) {
      try Figure("f", title: "", data: data, panels: [Panel(Scatter(x: Axis("x"), y: Axis("z")))])
    }
  }
}
