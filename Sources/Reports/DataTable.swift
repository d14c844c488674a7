import Files

/// Columns of equal length, the data of a figure.
public struct DataTable: Sendable {
  /// One column: what the file calls it, what axes and tooltips call it, and its values.
  public struct Column: Sendable {
    /// The values of a column.
    public enum Values: Sendable {
      /// Numbers; NaN where there is none.
      case numbers([Double])
      /// Texts.
      case texts([String])
    }

    /// The name in the CSV's header: letters, digits, `_` and `-`.
    public let name: String
    /// What a reader sees, with the unit: `CIFAR-100 test accuracy (%)`.
    public let title: String
    /// One value a row.
    public let values: Values

    /// A column of numbers; the title is the name if there is none.
    public init(_ name: String, title: String? = nil, _ numbers: [Double]) {
      (self.name, self.title, values) = (name, title ?? name, .numbers(numbers))
    }

    /// A column of whole numbers.
    public init(_ name: String, title: String? = nil, _ numbers: [Int]) {
      self.init(name, title: title, numbers.map(Double.init))
    }

    /// A column of texts.
    public init(_ name: String, title: String? = nil, _ texts: [String]) {
      (self.name, self.title, values) = (name, title ?? name, .texts(texts))
    }

    /// The number of rows.
    public var count: Int {
      switch values {
      case .numbers(let numbers): numbers.count
      case .texts(let texts): texts.count
      }
    }

    /// The numbers; nil for a column of texts.
    public var numbers: [Double]? {
      if case .numbers(let numbers) = values { numbers } else { nil }
    }

    /// A row's value as the CSV spells it: NaN is empty, and -0, which differences can be, is 0.
    func field(_ row: Int) -> String {
      switch values {
      case .numbers(let numbers): numbers[row].isNaN ? "" : CSV.number(numbers[row] == 0 ? 0 : numbers[row])
      case .texts(let texts): texts[row]
      }
    }
  }

  /// The columns in the order of the CSV.
  public let columns: [Column]
  /// The number of rows.
  public let count: Int
  /// The rows that a panel shows; nil for all.
  private var shown: [Int]?

  /// Joins columns to a table.
  ///
  /// - Throws: ``ReportError`` naming a column whose length or name does not fit.
  public init(_ columns: [Column]) throws {
    var names = Set<String>()
    for column in columns {
      guard column.name.wholeMatch(of: /[A-Za-z0-9_\-]+/) != nil else {
        throw ReportError(.badData, "column '\(column.name)': a name has only letters, digits, _ and -")
      }
      guard names.insert(column.name).inserted else {
        throw ReportError(.badData, "column '\(column.name)': there are two of that name")
      }
      guard column.count == columns[0].count else {
        throw ReportError(
          .badData,
          "column '\(column.name)': \(column.count) rows, but '\(columns[0].name)' has \(columns[0].count)")
      }
    }
    (self.columns, count) = (columns, columns.first?.count ?? 0)
  }

  /// The column of a name; nil if there is none.
  public subscript(name: String) -> Column? { columns.first { $0.name == name } }

  /// The same table, of which a panel shows some rows.
  func showing(_ rows: [Int]) -> DataTable {
    var table = self
    table.shown = rows
    return table
  }

  /// A column's numbers in the rows that are shown; none of a column of texts.
  func shownNumbers(_ name: String) -> [Double] {
    guard let numbers = self[name]?.numbers else { return [] }
    return shown.map { $0.map { numbers[$0] } } ?? numbers
  }
}
