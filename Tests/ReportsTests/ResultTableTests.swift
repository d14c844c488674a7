import Foundation
import Reports
import Testing

/// A table of results in each of its formats.
@Suite struct ResultTableTests {
  private struct Row: Sendable {
    let dataset, metric: String
    let tau: Double?
  }

  private let table = ResultTable(
    [
      Row(dataset: "a", metric: "my_metric", tau: 0.15625), Row(dataset: "a", metric: "other", tau: 0.5),
      Row(dataset: "b", metric: "other", tau: nil),
    ],
    [
      .text("dataset", title: "data set") { $0.dataset }, .text("metric", title: "metric") { $0.metric },
      .integer("length") { $0.metric.count },
      .estimate("tau", ends: "tau", title: "Kendall tau [95%]") { row in
        (row.tau, row.tau.map { $0 - 0.25 }, row.tau.map { $0 + 0.25 })
      },
      .number("ratio", title: "ratio", places: nil) { $0.tau.map { 1000 * $0 } ?? .infinity },
    ], dispensable: ["ratio"])

  @Test func aligned() throws {
    #expect(
      try table.text(.table) == """
        data set  metric     Kendall tau [95%]        ratio
        --------  ---------  -----------------------  -----
        a         my_metric   0.156 [-0.094,  0.406]  156.3
        a         other       0.500 [ 0.250,  0.750]  500
        b         other      not defined              inf

        """)
    let narrow = try table.text(.table, width: 44)
    #expect(narrow.contains("left out at 44 columns: ratio; a wider terminal or --format csv shows it"))
  }

  @Test func csvHasAllDigitsAndNanWhereNothingIsDefined() {
    #expect(
      table.csv == """
        dataset,metric,length,tau,tau_low,tau_high,ratio
        a,my_metric,9,0.15625,-0.09375,0.40625,156.25
        a,other,5,0.5,0.25,0.75,500
        b,other,5,nan,nan,nan,inf

        """)
  }

  @Test func json() throws {
    let rows = try #require(
      JSONSerialization.jsonObject(with: Data(table.text(.json).utf8)) as? [[String: Any]])
    #expect(rows.count == 3 && rows[0]["length"] as? Int == 9 && rows[0]["tau_low"] as? Double == -0.09375)
    #expect(rows[2]["tau"] is NSNull && rows[2]["ratio"] as? String == "inf")
  }

  /// As a paper prints it: groups named once, the best of each in bold, small intervals.
  @Test func latex() {
    let lines = table.latex(notes: ["of\ntwo lines"]).split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("% needs") && lines[1] == "% of two lines" && lines[3] == #"\toprule"#)
    #expect(lines[4] == #"data set & metric & Kendall $\tau$ [95\%] & ratio \\"#)
    #expect(lines[6] == #"a & my\_metric & $0.156$ {\scriptsize$[-0.094, 0.406]$} & $156.250$ \\"#)
    #expect(lines[7] == #" & other & $\mathbf{0.500}$ {\scriptsize$[0.250, 0.750]$} & $500.000$ \\"#)
    #expect(lines[8] == #"\addlinespace"# && lines[9] == #"b & other & -- & $\infty$ \\"#)
    #expect(lines.suffix(2) == [#"\bottomrule"#, #"\end{tabular}"#])
  }
}
