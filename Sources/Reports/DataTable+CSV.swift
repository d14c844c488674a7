extension DataTable {
  /// The table as CSV (RFC 4180): a header, then a line a row; fields with commas, quotes or line breaks are quoted.
  ///
  /// Numbers are the shortest decimals that read back as the same float64; infinities are `inf` and `-inf`, NaN is empty.
  public var csv: String {
    var text = columns.map { Self.quoted($0.name) }.joined(separator: ",") + "\n"
    for row in 0..<count {
      text += columns.map { Self.quoted($0.field(row)) }.joined(separator: ",") + "\n"
    }
    return text
  }

  private static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: { [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains($0) }) else {
      return field
    }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
