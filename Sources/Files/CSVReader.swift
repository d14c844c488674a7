import Foundation

/// Reads comma-separated records (RFC 4180) one by one and knows the line each begins on.
///
/// Fields may be quoted, and quoted fields may hold commas, line ends and doubled quotes. Lines end with LF or CRLF;
/// empty lines are passed over, as is a byte order mark. Anything else is an error with its line.
public struct CSVReader {
  /// One record.
  public struct Record: Equatable, Sendable {
    /// The line it begins on, from 1.
    public let line: Int
    /// Its fields, unquoted.
    public let fields: [String]
  }

  private let file: String
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  /// Opens a file and reads it into memory.
  ///
  /// - Throws: `FileError` if there is no such file (`.noSuchFile`) or it cannot be read (`.inputOutput`).
  public init(path: String) throws {
    file = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      let missing = code == ENOENT || code == ENOTDIR
      throw FileError(String(cString: strerror(code)), file: path, kind: missing ? .noSuchFile : .inputOutput)
    }
    do {
      bytes = try [UInt8](FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).readToEnd() ?? Data())
    } catch {
      throw FileError("cannot be read: \(error.localizedDescription)", file: path, kind: .inputOutput)
    }
    skipByteOrderMark()
  }

  /// Reads bytes; `file` is what errors call them.
  public init(_ bytes: [UInt8], file: String) {
    (self.file, self.bytes) = (file, bytes)
    skipByteOrderMark()
  }

  private mutating func skipByteOrderMark() {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// Whether the last line has its end, which an interruption can leave out.
  public var isWhole: Bool { bytes.last == UInt8(ascii: "\n") }

  /// The next record, or nil at the end.
  ///
  /// - Throws: `FileError` naming the line, if a quote is misplaced or not closed, or the text is not UTF-8.
  public mutating func next() throws -> Record? {
    while skipLineEnd() {}
    guard position < bytes.count else { return nil }
    let start = line
    var fields = [try field()]
    while position < bytes.count, bytes[position] == UInt8(ascii: ",") {
      position += 1
      fields.append(try field())
    }
    guard position == bytes.count || skipLineEnd() else {
      throw failure("a closing quote must be followed by a comma or the end of the line", at: line)
    }
    return Record(line: start, fields: fields)
  }

  private mutating func field() throws -> String {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return try plainField() }
    let opening = line
    var text: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard position < bytes.count, bytes[position] == byte else { return try decode(text[...], at: opening) }
        position += 1
      }
      if byte == UInt8(ascii: "\n") { line += 1 }
      text.append(byte)
    }
    throw failure("a quoted field is not closed before the end of the file", at: opening)
  }

  private mutating func plainField() throws -> String {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: ","), !isLineEnd {
      guard bytes[position] != UInt8(ascii: "\"") else {
        throw failure("a quote within a field that does not begin with one", at: line)
      }
      position += 1
    }
    return try decode(bytes[start..<position], at: line)
  }

  private var isLineEnd: Bool {
    let carriageReturn = bytes[position] == UInt8(ascii: "\r") && position + 1 < bytes.count
    return bytes[carriageReturn ? position + 1 : position] == UInt8(ascii: "\n")
  }

  private mutating func skipLineEnd() -> Bool {
    guard position < bytes.count, isLineEnd else { return false }
    position += bytes[position] == UInt8(ascii: "\r") ? 2 : 1
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
