import Files

extension DataTable {
  /// The table as CSV (RFC 4180): a header, then a line a row; fields with commas, quotes or line breaks are quoted.
  ///
  /// Numbers are the shortest decimals that read back as the same float64; infinities are `inf` and `-inf`, NaN is empty.
  public var csv: String {
    CSV.text(columns.map(\.name), (0..<count).lazy.map { row in columns.map { $0.field(row) } })
  }
}
