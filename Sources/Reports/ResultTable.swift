import Files

/// A table of results, which people read as aligned columns or in a paper, and programs as CSV or JSON with all digits.
///
/// ```swift
/// let table = ResultTable(rows, [
///   .text("metric") { $0.metric },
///   .estimate("kendall_tau", ends: "kendall", title: "Kendall tau [95%]") { ($0.tau, $0.low, $0.high) },
/// ])
/// print(try table.text(.table, width: 80))
/// ```
public struct ResultTable: Sendable {
  /// How a table is written.
  public enum Format: String, CaseIterable, Sendable {
    /// Aligned columns.
    case table
    /// A header, and a line a row.
    case csv
    /// An array of objects, one a row.
    case json
    /// A `tabular` of the package booktabs.
    case latex
  }

  /// A value for a program.
  public enum Field: Sendable, Equatable {
    /// A text.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number; nil and NaN where it is not defined.
    case number(Double?)
    /// What a row has no value of.
    case absent
  }

  /// What a column has in one row.
  struct Cell: Sendable {
    /// For programs, as many as the column has names.
    var fields: [Field]
    /// For people.
    var shown: String
    /// For TeX.
    var typeset: String
    /// What the best in a column is told by; nil where nothing competes.
    var merit: Double?
  }

  /// A column: what programs and people call it, and what it has in a row.
  public struct Column<Row>: Sendable {
    let names: [String]
    let title: String?
    let heading: String?
    let cell: @Sendable (Row) -> Cell
  }

  struct Filled: Sendable {
    let names: [String]
    let title, heading: String?
    let cells: [Cell]
  }

  let columns: [Filled]
  /// Titles of the columns that a narrow terminal can do without, the first of them first.
  private let dispensable: [String]
  /// Where a narrow terminal's user finds what is left out.
  private static let rest = "a wider terminal or --format csv shows it"

  /// Fills a table.
  ///
  /// - Parameters:
  ///   - rows: what the rows are about.
  ///   - columns: the columns, the first of them naming the group of a row in a paper's table.
  ///   - dispensable: titles of the columns that a narrow terminal can do without, the first of them first.
  public init<Row>(_ rows: [Row], _ columns: [Column<Row>], dispensable: [String] = []) {
    self.columns = columns.map { column in
      Filled(names: column.names, title: column.title, heading: column.heading, cells: rows.map(column.cell))
    }
    self.dispensable = dispensable
  }

  /// The table in a format.
  ///
  /// - Parameter width: of the terminal that aligned columns are for; nil for as wide as they are.
  /// - Throws: `EncodingError` if JSON cannot be written.
  public func text(_ format: Format, width: Int? = nil) throws -> String {
    switch format {
    case .table: aligned(width: width)
    case .csv: csv
    case .json: try json.text()
    case .latex: latex()
    }
  }

  /// Columns for a terminal.
  public func aligned(width: Int? = nil) -> String {
    let shown = columns.filter { $0.title != nil }
    let body = rowNumbers.map { row in shown.map { $0.cells[row].shown } }
    return TextTable.aligned([shown.map { $0.title! }] + body, width: width, dispensable: dispensable, rest: Self.rest)
  }

  /// CSV; what is not defined is `nan`, what a row does not have is empty.
  public var csv: String {
    let columns = columns.filter { !$0.names.isEmpty }
    return CSV.text(
      columns.flatMap(\.names),
      rowNumbers.map { row in
        columns.flatMap { column in
          column.cells[row].fields.map { field in
            switch field {
            case .text(let text): text
            case .integer(let number): "\(number)"
            case .number(let number): CSV.number(number)
            case .absent: ""
            }
          }
        }
      })
  }

  /// An array of objects; what is not defined is null, and infinite numbers are the texts `inf` and `-inf`.
  public var json: JSON {
    .array(
      rowNumbers.map { row in
        let members = columns.flatMap { zip($0.names, $0.cells[row].fields) }
        return .object(Dictionary(members.map { ($0, Self.json($1)) }) { first, _ in first })
      })
  }

  private static func json(_ field: Field) -> JSON {
    switch field {
    case .text(let text): .string(text)
    case .integer(let number): .integer(number)
    case .number(let number?) where number.isFinite: .number(number)
    case .number(let number?) where number.isInfinite: .string(CSV.number(number))
    case .number, .absent: .null
    }
  }

  var rowNumbers: Range<Int> { 0..<(columns.first?.cells.count ?? 0) }
}

// MARK: kinds of columns

extension ResultTable.Column {
  /// A text; without a title it is for programs alone.
  public static func text(
    _ name: String, title: String? = nil, typeset: (@Sendable (String) -> String)? = nil,
    _ value: @escaping @Sendable (Row) -> String
  ) -> Self {
    Self(names: [name], title: title, heading: title) { row in
      let text = value(row)
      return ResultTable.Cell(fields: [.text(text)], shown: text, typeset: typeset?(text) ?? TeX.escaped(text))
    }
  }

  /// A whole number.
  public static func integer(
    _ name: String, title: String? = nil, _ value: @escaping @Sendable (Row) -> Int
  ) -> Self {
    Self(names: [name], title: title, heading: title.map { $0 == "n" ? "$n$" : $0 }) { row in
      let number = value(row)
      return ResultTable.Cell(fields: [.integer(number)], shown: "\(number)", typeset: "$\(number)$")
    }
  }

  /// A number, which people see with a given number of decimals, or with four significant digits.
  ///
  /// - Parameter best: 1 if the highest is the best, -1 if the lowest, 0 if nothing competes.
  public static func number(
    _ name: String, title: String? = nil, places: Int? = 3, best: Double = 0,
    _ value: @escaping @Sendable (Row) -> Double?
  ) -> Self {
    Self(names: [name], title: title, heading: title.map(TeX.heading)) { row in
      let number = value(row)
      let shown =
        number.map { number in places.map { TextNumber.aligned(number, places: $0) } ?? TextNumber.significant(number) }
        ?? ""
      return ResultTable.Cell(
        fields: [.number(number)], shown: shown, typeset: number.map { TeX.number($0) } ?? "--",
        merit: best == 0 ? nil : number.map { best * $0 })
    }
  }

  /// A number with its 95% interval: three columns for programs, `name`, `ends_low` and `ends_high`. The highest is the best.
  ///
  /// - Parameter competes: whether the best is set in bold.
  public static func estimate(
    _ name: String, ends: String, title: String? = nil, competes: Bool = true, absent: String = "not defined",
    _ value: @escaping @Sendable (Row) -> (value: Double?, low: Double?, high: Double?)
  ) -> Self {
    Self(names: [name, "\(ends)_low", "\(ends)_high"], title: title, heading: title.map(TeX.heading)) { row in
      let (value, low, high) = value(row)
      let bounds = low.flatMap { low in high.map { low...$0 } }
      return ResultTable.Cell(
        fields: [.number(value), .number(low), .number(high)],
        shown: value.map { TextNumber.estimate($0, bounds) } ?? absent,
        typeset: value.map { TeX.number($0, bounds) } ?? "--", merit: competes ? value : nil)
    }
  }

  /// What people and programs see differently.
  ///
  /// - Parameter fields: for programs, by name.
  public static func mixed(
    _ names: [String], title: String?, fields: @escaping @Sendable (Row) -> [ResultTable.Field],
    shown: @escaping @Sendable (Row) -> String
  ) -> Self {
    Self(names: names, title: title, heading: title) { row in
      let shown = shown(row)
      return ResultTable.Cell(fields: fields(row), shown: shown, typeset: TeX.escaped(shown))
    }
  }
}
