/// Reads separated records (RFC 4180) one by one and knows the line each begins on.
///
/// Fields are parted by commas, or by semicolons or tabs where the header is, or by what a first line `sep=` names (as spreadsheets
/// write them). Fields may be quoted, and quoted fields may hold separators, line ends and doubled quotes. Lines end with LF, CRLF
/// or CR; empty lines and lines of empty fields only are passed over. The text may be UTF-8 or UTF-16, plain or gzip
/// (``InputFile``). Anything else is an error with its line.
public struct CSVReader {
  /// One record.
  public struct Record: Equatable, Sendable {
    /// The line it begins on, from 1.
    public let line: Int
    /// Its fields, unquoted.
    public let fields: [String]

    /// Makes a record.
    package init(line: Int, fields: [String]) { (self.line, self.fields) = (line, fields) }
  }

  /// What parts the fields.
  package let separator: UInt8
  private let file: String
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  /// Opens a file and reads it into memory.
  ///
  /// - Throws: `FileError` if there is no such file (`.noSuchFile`), it cannot be read (`.inputOutput`) or it is no text (`.badData`).
  public init(path: String) throws { self.init(text: try InputFile(reading: path).text(), file: path) }

  /// Reads a text that is in memory.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8.
  ///   - file: what errors call it.
  package init(text bytes: [UInt8], file: String) {
    (self.bytes, self.file) = (bytes, file)
    if let named = Self.namedSeparator(bytes) {
      (separator, position, line) = (named.separator, named.end, 2)
    } else {
      separator = Self.separator(ofHeader: bytes)
    }
  }

  /// What numbers of this file are written with instead of a point, where the comma is not taken: `91,4`.
  package var hasDecimalCommas: Bool { separator != UInt8(ascii: ",") }

  private static let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

  /// The separator of a first line `sep=;`, which some spreadsheets write and obey, and where the line ends.
  private static func namedSeparator(_ bytes: [UInt8]) -> (separator: UInt8, end: Int)? {
    let line = bytes.prefix(16).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    let text = line.filter { $0 != UInt8(ascii: "\"") }
    guard text.count == 5, String(decoding: text.prefix(4), as: UTF8.self).lowercased() == "sep=",
      separators.contains(text[4]) || text[4] == UInt8(ascii: "|")
    else { return nil }
    let end = line.endIndex
    return (text[4], bytes[end...].starts(with: [0x0D, 0x0A]) ? end + 2 : min(end + 1, bytes.count))
  }

  /// The separator that the first line has, outside of quotes; of several the one that gives the first lines as many fields each.
  private static func separator(ofHeader bytes: [UInt8]) -> UInt8 {
    var counts = [[Int]](repeating: [], count: separators.count)
    var (current, isQuoted, isEmpty) = ([0, 0, 0], false, true)
    for byte in bytes.prefix(1 << 16) where counts[0].count < 8 {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        if !isEmpty { for place in separators.indices { counts[place].append(current[place]) } }
        (current, isEmpty) = ([0, 0, 0], true)
        continue
      }
      isEmpty = false
      if !isQuoted, let place = separators.firstIndex(of: byte) { current[place] += 1 }
    }
    if counts[0].isEmpty { for place in separators.indices { counts[place].append(current[place]) } }
    let there = separators.indices.filter { counts[$0][0] > 0 }
    let even = there.filter { place in counts[place].allSatisfy { $0 == counts[place][0] } }
    return (even.first ?? there.first).map { separators[$0] } ?? separators[0]
  }

  /// Whether the last line has its end, which an interruption can leave out.
  public var isWhole: Bool { bytes.last == UInt8(ascii: "\n") || bytes.last == UInt8(ascii: "\r") }

  /// The next record, or nil at the end.
  ///
  /// - Throws: `FileError` naming the line, if a quote is misplaced or not closed, or the text is not UTF-8.
  public mutating func next() throws -> Record? {
    while true {
      while skipLineEnd() {}
      guard position < bytes.count else { return nil }
      let start = line
      var fields = [try field()]
      while position < bytes.count, bytes[position] == separator {
        position += 1
        fields.append(try field())
      }
      guard position == bytes.count || skipLineEnd() else {
        throw failure("a closing quote must be followed by a comma or the end of the line", at: line)
      }
      if fields.contains(where: { !$0.isBlank }) { return Record(line: start, fields: fields) }
    }
  }

  private mutating func field() throws -> String {
    // Blanks between a separator and a quote are nobody's.
    let inner = bytes[position...].firstIndex { $0 != UInt8(ascii: " ") } ?? position
    if inner < bytes.count, bytes[inner] == UInt8(ascii: "\"") { position = inner }
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return try plainField() }
    let opening = line
    var text: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard position < bytes.count, bytes[position] == byte else {
          while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
          return try decode(text[...], at: opening)
        }
        position += 1
      }
      if byte == UInt8(ascii: "\n") { line += 1 }
      text.append(byte)
    }
    throw failure("a quoted field is not closed before the end of the file", at: opening)
  }

  private mutating func plainField() throws -> String {
    let start = position
    while position < bytes.count, bytes[position] != separator, !isLineEnd {
      guard bytes[position] != UInt8(ascii: "\"") else {
        throw failure("a quote within a field that does not begin with one", at: line)
      }
      position += 1
    }
    return try decode(bytes[start..<position], at: line)
  }

  private var isLineEnd: Bool { bytes[position] == UInt8(ascii: "\n") || bytes[position] == UInt8(ascii: "\r") }

  private mutating func skipLineEnd() -> Bool {
    guard position < bytes.count, isLineEnd else { return false }
    let isPair =
      bytes[position] == UInt8(ascii: "\r") && position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "\n")
    position += isPair ? 2 : 1
    line += 1
    return true
  }

  private func decode(_ text: ArraySlice<UInt8>, at line: Int) throws -> String {
    guard let text = String(validating: text, as: UTF8.self) else { throw failure("is not UTF-8", at: line) }
    return text
  }

  private func failure(_ reason: String, at line: Int) -> FileError {
    FileError(reason, file: file, place: "line \(line)")
  }
}
