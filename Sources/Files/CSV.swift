/// How every CSV file of the project is written (RFC 4180, lines ended by LF); ``CSVReader`` reads them.
package enum CSV {
  /// A file: the header, and a line a row.
  package static func text(_ header: [String], _ rows: some Sequence<[String]>) -> String {
    rows.reduce(into: line(header) + "\n") { text, row in text += line(row) + "\n" }
  }

  /// A file of rows, each column a name and its field of a row; a field that is a list stands under as many names.
  package static func text<Row>(_ rows: [Row], _ columns: [(names: String, fields: (Row) -> [String])]) -> String {
    text(
      columns.flatMap { $0.names.split(separator: ",").map(String.init) },
      rows.map { row in columns.flatMap { $0.fields(row) } })
  }

  /// A line, without its end.
  package static func line(_ fields: [String]) -> String { fields.map(quoted).joined(separator: ",") }

  /// The shortest decimals that read back as the same number, whole numbers without a point, `inf`, `-inf` and `nan`.
  ///
  /// - Parameter absent: what stands for a number that is not there.
  package static func number(_ value: Double?, absent: String = "nan") -> String {
    guard let value else { return absent }
    guard !value.isNaN else { return "nan" }
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The number in a field of anyone's file: NaN if it is empty, or says in one of the usual ways that there is none; nil if it is no
  /// number.
  ///
  /// - Parameter decimalCommas: whether a comma may stand for the point. A number with both is none: who wrote it meant thousands.
  package static func number(in field: String, decimalCommas: Bool = false) -> Double? {
    if let number = Double(field) { return number }
    let text = field.trimmed
    if let number = Double(text) { return number }
    if missing.contains(text.lowercased()) { return .nan }
    guard decimalCommas, let comma = text.firstIndex(of: ","), !text.contains(".") else { return nil }
    return Double(text[..<comma] + "." + text[text.index(after: comma)...])
  }

  /// What stands for a number that is not there, as pandas and spreadsheets write it.
  private static let missing: Set = ["", "na", "n/a", "#n/a", "<na>", "none", "null", "nil", "-", "?"]

  /// A field, quoted where it has a comma, a quote or a line end.
  private static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: isSpecial) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
    default: false
    }
  }
}
