extension NASBench201.Architecture {
  /// Reads an architecture string, `|op~0|+|op~0|op~1|+|op~0|op~1|op~2|`.
  ///
  /// - Throws: `SearchSpaceError.malformedArchitecture`, which says at which character what would have been right.
  public init(parsing text: String) throws {
    var parser = ArchitectureParser(text: text)
    self.init(operations: try parser.parse())
  }
}

/// A recursive-descent reader of architecture strings.
private struct ArchitectureParser {
  let text: String
  let characters: [Character]
  var position = 0

  init(text: String) {
    self.text = text
    characters = Array(text)
  }

  mutating func parse() throws -> [NASBench201.Operation] {
    var operations: [NASBench201.Operation] = []
    for node in 1..<NASBench201.nodeCount {
      if node > 1 { try expect("+", "'+' and node \(node), as a cell has nodes 1 to 3") }
      try expect("|", "'|', which opens node \(node)")
      for source in 0..<node {
        operations.append(try parseOperation(node: node, source: source))
        try parseSource(node: node, source: source)
      }
    }
    guard position == characters.count else { throw failure("the end of the string") }
    return operations
  }

  private mutating func parseOperation(node: Int, source: Int) throws -> NASBench201.Operation {
    let start = position
    while let next = peek, !"~|+".contains(next) { position += 1 }
    let name = String(characters[start..<position])
    if let operation = NASBench201.Operation(rawValue: name) { return operation }
    position = start
    guard !name.isEmpty else {
      throw failure("an operation from node \(source), as node \(node) has \(node) of them")
    }
    let known = NASBench201.Operation.allCases.map(\.rawValue).joined(separator: ", ")
    throw failure("one of the operations \(known)", found: "unknown operation \(name.debugDescription)")
  }

  private mutating func parseSource(node: Int, source: Int) throws {
    try expect("~", "'~' and the source node")
    let start = position
    while let next = peek, !"~|+".contains(next) { position += 1 }
    let number = String(characters[start..<position])
    guard number == String(source) else {
      position = start
      throw failure(
        "\(source), as operation \(source + 1) of node \(node) reads node \(source)",
        found: "source node \(number.debugDescription)")
    }
    try expect("|", "'|', which closes the operation")
  }

  private var peek: Character? { position < characters.count ? characters[position] : nil }

  private mutating func expect(_ character: Character, _ expected: String) throws {
    guard peek == character else { throw failure(expected) }
    position += 1
  }

  private func failure(_ expected: String, found: String? = nil) -> SearchSpaceError {
    let found = found ?? peek.map { String($0).debugDescription } ?? "the end of the string"
    return .malformedArchitecture(text, position: position + 1, found: found, expected: expected)
  }
}
