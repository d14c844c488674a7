import Files

extension Comparison {
  /// Rows as a table. People see what it is, the paper's number, the one here with its interval, and the verdict; programs `place`,
  /// `what`, then value, interval and deviation of both, `n`, `verdict` and `note`. What a row lacks is empty.
  public static func table(_ rows: [Comparison]) -> ResultTable {
    let columns: [ResultTable.Column<Comparison>] = [
      .text("place", title: "where") { $0.place },
      .text("what", title: "what") { $0.what },
      quantities(["paper", "paper_deviation"], title: "paper", of: rows, absent: "") {
        $0.paper
      } fields: {
        [$0?.value, $0?.deviation]
      },
      quantities(
        ["here", "here_low", "here_high", "here_deviation"], title: "here", of: rows, absent: "not measured"
      ) {
        $0.here
      } fields: {
        [$0?.value, $0?.ends?.low, $0?.ends?.high, $0?.deviation]
      },
      .mixed(["n"], title: "n") { row in
        [row.count.map { .integer($0) } ?? .absent]
      } shown: { row in
        row.count.map { String($0) } ?? ""
      },
      .text("verdict", title: "verdict") { $0.verdict?.rawValue ?? "" },
      .text("note") { $0.note },
    ]
    return ResultTable(rows, columns, dispensable: ["n", "where", "verdict"])
  }

  /// What a reader must know of rows of ``table(_:)``, once each: `table1: the paper searched on this data set's images`.
  public static func notes(_ rows: [Comparison]) -> [String] {
    rows.filter { !$0.note.isEmpty }.map { "\($0.place): \($0.note)" }.reduce(into: []) { notes, note in
      if !notes.contains(note) { notes.append(note) }
    }
  }

  private static func quantities(
    _ names: [String], title: String, of rows: [Comparison], absent: String,
    _ quantity: @escaping @Sendable (Comparison) -> Quantity?,
    fields: @escaping @Sendable (Quantity?) -> [Double?]
  ) -> ResultTable.Column<Comparison> {
    // A blank where others have a minus keeps digits below digits.
    let plus = rows.contains { quantity($0).map { $0.value < 0 } ?? false } ? " " : ""
    return ResultTable.Column(names: names, title: title, heading: title) { row in
      let quantity = quantity(row)
      return ResultTable.Cell(
        fields: fields(quantity).map { $0.flatMap { $0.isNaN ? nil : .number($0) } ?? .absent },
        shown: quantity.map { ($0.value < 0 ? "" : plus) + $0.text } ?? absent,
        typeset: quantity.map(\.typeset) ?? "--", merit: nil)
    }
  }
}
