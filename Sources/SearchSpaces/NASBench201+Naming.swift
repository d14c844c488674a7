extension NASBench201 {
  /// A cell as people name it: the one way in which every list, file and option of cells is read.
  ///
  /// ```swift
  /// try NASBench201.CellName("6111")                                       // the benchmark's index
  /// try NASBench201.CellName("(4, 0, 3, 1, 4, 3)")                         // NASLib's and NAS-Bench-Suite-Zero's tuple
  /// try NASBench201.CellName("[(('none', 0),), (('none', 0), …")           // NATS-Bench's list of operations and sources
  /// ```
  ///
  /// Quotes, blanks, brackets and NumPy's ways to write a number or an array do not matter. Six numbers are NASLib's; after
  /// `nats:` they are NATS-Bench's, which numbers operations and edges as the architecture string does.
  public struct CellName: Sendable {
    /// The ways to name a cell.
    public enum Kind: String, Sendable {
      /// An architecture string, or the list that NATS-Bench makes of one.
      case architecture = "an architecture string"
      /// The benchmark's index.
      case index = "an index"
      /// Six operation numbers.
      case tuple = "a tuple"
    }

    /// How the cell is named.
    public let kind: Kind
    /// The cell.
    public let architecture: Architecture

    /// Reads a name.
    ///
    /// - Throws: `SearchSpaceError` saying what the text is not.
    public init(_ text: String) throws {
      let name = Self.unstructured(Self.unquoted(text))
      if name.hasPrefix("|") {
        self.init(kind: .architecture, architecture: try Self.architecture(name))
      } else if let index = Int(name) {
        self.init(kind: .index, architecture: try NASBench201.architecture(at: index))
      } else {
        var reader = NameReader(name)
        let (kind, architecture) = try reader.read()
        self.init(kind: kind, architecture: architecture)
      }
    }

    init(kind: Kind, architecture: Architecture) { (self.kind, self.architecture) = (kind, architecture) }

    /// The text without what can stand around a name: blanks, quotes, Python's `b''` of a text of bytes.
    private static func unquoted(_ text: String) -> String {
      var rest = text[...]
      while true {
        rest.trim(where: \.isWhitespace)
        let quoted = rest.first == "b" ? rest.dropFirst() : rest
        guard quoted.count >= 2, let quote = quoted.first, "\"'".contains(quote), quoted.last == quote else {
          return String(rest)
        }
        rest = quoted.dropFirst().dropLast()
      }
    }

    /// The architecture string in what NATS-Bench prints of a cell: `Structure(4 nodes with |…|)`.
    private static func unstructured(_ text: String) -> String {
      guard text.hasPrefix("Structure("), let first = text.firstIndex(of: "|"), let last = text.lastIndex(of: "|")
      else {
        return text
      }
      return String(text[first...last])
    }

    /// Reads an architecture string, blanks within it not counted.
    private static func architecture(_ text: String) throws -> Architecture {
      let text = text.contains(where: \.isWhitespace) ? text.filter { !$0.isWhitespace } : text
      return try fast(text) ?? Architecture(parsing: text)
    }

    /// A well-formed string of bytes, which the parser would read a character at a time; nil for any other.
    private static func fast(_ text: String) -> Architecture? {
      let fields = text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "|") }).map { Substring($0) }
      guard fields.count == 8, fields[1] == "+", fields[4] == "+", text.first == "|", text.last == "|" else {
        return nil
      }
      var operations: [Operation] = []
      for (field, source) in zip([0, 2, 3, 5, 6, 7], ["~0", "~0", "~1", "~0", "~1", "~2"]) {
        guard fields[field].hasSuffix(source), let operation = Operation(rawValue: String(fields[field].dropLast(2)))
        else { return nil }
        operations.append(operation)
      }
      let cell = Architecture(operations: operations)
      return cell.description == text ? cell : nil
    }
  }
}

/// Reads the tuples and lists that stand for a cell.
private struct NameReader {
  private enum Token: Equatable {
    case number(Int), word(String), open, close, other(Character)
  }

  private let text: String
  private var rest: Substring

  init(_ text: String) { (self.text, rest) = (text, text[...]) }

  private var unreadable: SearchSpaceError { .unreadableCell(text) }

  /// The words that NumPy, PyTorch and Python write around numbers.
  private static let wrappers: Set = [
    "np", "numpy", "torch", "array", "tensor", "tuple", "list", "int", "int8", "int16", "int32", "int64", "uint8",
    "uint16",
    "uint32", "uint64", "long", "intc",
  ]

  mutating func read() throws -> (NASBench201.CellName.Kind, NASBench201.Architecture) {
    let isNATS = take("nats:")
    if !isNATS { _ = take("naslib:") }
    var (numbers, operations, depth, groups) = ([Int](), [NASBench201.Operation](), 0, 0)
    var hasWrapper = false
    while let token = try next() {
      switch token {
      case .number(let number): numbers.append(number)
      case .word("dtype"), .word("device"): rest = ""
      case .word(let word):
        if let operation = NASBench201.Operation(rawValue: word) {
          operations.append(operation)
        } else if Self.wrappers.contains(word) {
          hasWrapper = true
        } else {
          throw unreadable
        }
      case .open:
        depth += 1
        if depth == 2 { groups += 1 }
      case .close: depth -= 1
      case .other: break
      }
    }
    if !operations.isEmpty { return (.architecture, try architecture(operations, sources: numbers)) }
    // `np.int64(7)`, and `7.0`, which pandas makes of a column with an empty field.
    if numbers.count == 1, hasWrapper || !text.contains(where: { "()[],".contains($0) }), !isNATS {
      return (.index, try NASBench201.architecture(at: numbers[0]))
    }
    // Numbers in several groups are in an order that nobody has named; NumPy writes each number as a group of its own.
    guard groups <= 1 || hasWrapper, !numbers.isEmpty else { throw unreadable }
    if isNATS {
      guard numbers.count == 6, numbers.allSatisfy({ 0..<5 ~= $0 }) else {
        throw SearchSpaceError.malformedTuple(numbers)
      }
      return (.tuple, NASBench201.Architecture(operations: numbers.map { NASBench201.Operation.allCases[$0] }))
    }
    guard numbers.count != 1 else { throw unreadable }
    return (.tuple, try NASBench201.Architecture(tuple: numbers))
  }

  /// NATS-Bench's list has each operation with the node it reads, in the order of the string.
  private func architecture(_ operations: [NASBench201.Operation], sources: [Int]) throws -> NASBench201.Architecture {
    guard sources == NASBench201.Edge.all.map(\.source), operations.count == sources.count else { throw unreadable }
    return NASBench201.Architecture(operations: operations)
  }

  private mutating func take(_ prefix: String) -> Bool {
    guard rest.hasPrefix(prefix) else { return false }
    rest = rest.dropFirst(prefix.count)
    return true
  }

  private mutating func next() throws -> Token? {
    rest = rest.drop { $0.isWhitespace }
    guard let first = rest.first else { return nil }
    if first.isASCII, first.isNumber || first == "-" || first == "+" { return .number(try number()) }
    if first.isASCII, first.isLetter || first == "_" {
      let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      rest = rest[word.endIndex...]
      return .word(String(word))
    }
    rest = rest.dropFirst()
    switch first {
    case "(", "[", "{": return .open
    case ")", "]", "}": return .close
    case ",", ";", "'", "\"", ".", "=", ":": return .other(first)
    default: throw unreadable
    }
  }

  /// A whole number, which may be written with a point and zeros.
  private mutating func number() throws -> Int {
    let digits = rest.prefix { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
    rest = rest[digits.endIndex...]
    guard let number = Int(digits) ?? Double(digits).flatMap({ Int(exactly: $0) }) else { throw unreadable }
    return number
  }
}

extension Substring {
  fileprivate mutating func trim(where isRemoved: (Character) -> Bool) {
    while let first, isRemoved(first) { removeFirst() }
    while let last, isRemoved(last) { removeLast() }
  }
}
