extension DARTS.Genotype {
  /// Reads a genotype in the usual notation, `Genotype(normal=[('sep_conv_3x3', 0), …], normal_concat=range(2, 6),
  /// reduce=[…], reduce_concat=[2, 3, 4, 5])`, or as a dictionary with nested tuples, as the authors' code prints it.
  ///
  /// Brackets, commas, quotes and the signs between a name and its value carry no meaning of their own and are passed over.
  ///
  /// - Throws: `SearchSpaceError.malformedGenotype`, which says at which character what would have been right.
  public init(parsing text: String) throws {
    var parser = GenotypeParser(text: text)
    self = try parser.parse()
  }
}

private struct GenotypeParser {
  let text: String
  private let characters: [Character]
  private var position = 0

  private enum Token: Equatable {
    case name(String)
    case number(Int)
    case end

    var description: String {
      switch self {
      case .name(let name): name.debugDescription
      case .number(let number): String(number)
      case .end: "the end of the genotype"
      }
    }
  }

  init(text: String) {
    self.text = text
    characters = Array(text)
  }

  mutating func parse() throws -> DARTS.Genotype {
    if try peek() == .name("Genotype") { _ = try next() }
    var cells: [DARTS.CellKind: DARTS.CellDesign] = [:]
    for kind in DARTS.CellKind.allCases {
      try expect(kind.rawValue, "'\(kind.rawValue)', the \(kind == .normal ? "normal" : "reduction") cell")
      cells[kind] = try parseCell()
      try parseConcatenation(kind)
    }
    guard try peek() == .end else { throw try failure("the end of the genotype") }
    return DARTS.Genotype(normal: cells[.normal]!, reduce: cells[.reduce]!)
  }

  private mutating func parseCell() throws -> DARTS.CellDesign {
    var nodes: [[DARTS.CellDesign.Input]] = []
    for node in 0..<DARTS.nodeCount {
      var inputs: [DARTS.CellDesign.Input] = []
      for _ in 0..<DARTS.edgesPerNode { inputs.append(try parseInput(node: node, number: inputs.count + 1)) }
      nodes.append(inputs)
    }
    return DARTS.CellDesign(nodes: nodes)
  }

  private mutating func parseInput(node: Int, number: Int) throws -> DARTS.CellDesign.Input {
    let known = DARTS.Operation.allCases
    guard case .name(let name) = try peek(), let operation = known.first(where: { $0.rawValue == name }) else {
      throw try failure(
        "operation \(number) of 2 of node \(node), one of \(known.map(\.rawValue).joined(separator: ", "))")
    }
    _ = try next()
    let range = 0..<node + DARTS.inputCount
    guard case .number(let source) = try peek(), range ~= source else {
      throw try failure("a source of node \(node): 0 to \(range.upperBound - 1)")
    }
    _ = try next()
    return DARTS.CellDesign.Input(operation, source)
  }

  /// `normal_concat=range(2, 6)` or `[2, 3, 4, 5]`, or nothing.
  private mutating func parseConcatenation(_ kind: DARTS.CellKind) throws {
    guard try peek() == .name("\(kind.rawValue)_concat") else { return }
    _ = try next()
    let isRange = try peek() == .name("range")
    if isRange { _ = try next() }
    for number in isRange ? [2, 6] : [2, 3, 4, 5] {
      guard try peek() == .number(number) else {
        throw try failure("\(number): a cell's output is the concatenation of nodes 2 to 5")
      }
      _ = try next()
    }
  }

  private mutating func expect(_ name: String, _ expected: String) throws {
    guard try peek() == .name(name) else { throw try failure(expected) }
    _ = try next()
  }

  private mutating func peek() throws -> Token {
    let start = position
    defer { position = start }
    return try next()
  }

  private mutating func next() throws -> Token {
    skipPunctuation()
    let start = position
    guard position < characters.count else { return .end }
    while position < characters.count, characters[position].isWord { position += 1 }
    let word = String(characters[start..<position])
    guard !word.isEmpty else { throw failure(found: String(characters[start]).debugDescription, "a name or a number") }
    if word.allSatisfy({ "0"..."9" ~= $0 }) {
      guard word.count <= 3, let number = Int(word) else {
        throw failure(found: "the number \(word)", "a node's number")
      }
      return .number(number)
    }
    return .name(word)
  }

  private mutating func skipPunctuation() {
    while position < characters.count, " \t=:,()[]{}'\"".contains(characters[position]) { position += 1 }
  }

  private mutating func failure(_ expected: String) throws -> SearchSpaceError {
    let found = try peek().description
    skipPunctuation()
    return failure(found: found, expected)
  }

  private func failure(found: String, _ expected: String) -> SearchSpaceError {
    .malformedGenotype(text, position: position + 1, found: found, expected: expected)
  }
}

extension Character {
  fileprivate var isWord: Bool { isASCII && (isLetter || isNumber || self == "_") }
}
