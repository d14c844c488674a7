import Files
import SearchSpaces

/// What names a cell in a file of scores from outside.
struct CellKey: Sendable {
  /// The ways to name a cell.
  enum Kind: String, Sendable {
    case architecture = "an architecture string"
    case index = "an index"
    case tuple = "a tuple"
    case genotype = "a genotype"
  }

  /// How the cell is named.
  let kind: Kind
  /// The cell's index in the benchmark's order.
  let index: Int

  private static let indices = Dictionary(
    uniqueKeysWithValues: NASBench201.architectures.enumerated().map { ($0.element.description, $0.offset) })

  /// Reads an architecture string (`|…`), a tuple (`(…)` or `[…]`) or an index; of a list of genotypes, one of these or an index.
  ///
  /// - Throws: `SearchSpaceError` or ``Unreadable`` saying why the text names no cell.
  init(_ text: String, of cells: CellList = .nasBench201) throws {
    let text = text.trimmed
    if cells.space == .darts {
      try self.init(genotype: text, of: cells)
      return
    }
    switch text.first {
    case "|": self.init(kind: .architecture, index: try Self.index(ofArchitecture: text))
    case "(", "[":
      let numbers = try text.dropFirst().dropLast().split(separator: ",").map { part in
        guard let number = Int(String(part).trimmed) else { throw Unreadable(text: text) }
        return number
      }
      self.init(kind: .tuple, index: try Self.index(ofTuple: numbers))
    default:
      guard let index = Int(text) else { throw Unreadable(text: text) }
      self.init(kind: .index, index: try Self.checked(index))
    }
  }

  /// A genotype, or its place in the list.
  private init(genotype text: String, of cells: CellList) throws {
    if let index = Int(text) {
      guard 0..<cells.count ~= index else {
        throw StudyError(.badData, "there is no cell \(index); the table has \(cells.count), from 0")
      }
      self.init(kind: .index, index: index)
      return
    }
    guard let index = cells.place(of: try DARTS.Genotype(parsing: text)) else {
      throw StudyError(.badData, "the table has no such genotype: \(text)")
    }
    self.init(kind: .genotype, index: index)
  }

  init(kind: Kind, index: Int) { (self.kind, self.index) = (kind, index) }

  static func index(ofTuple numbers: [Int]) throws -> Int {
    NASBench201.index(of: try NASBench201.Architecture(tuple: numbers))
  }

  /// The index, if a cell has it.
  static func checked(_ index: Int) throws -> Int { NASBench201.index(of: try NASBench201.architecture(at: index)) }

  private static func index(ofArchitecture text: String) throws -> Int {
    if let index = indices[text] { return index }
    return NASBench201.index(of: try NASBench201.Architecture(parsing: text))
  }

  /// A text that is none of the three.
  struct Unreadable: Error, CustomStringConvertible {
    let text: String
    var description: String {
      "'\(text)' names no cell; an architecture string, an index or a tuple of six operation numbers is needed"
    }
  }
}

extension NASBench201 {
  /// The index of the cell that a text names: an index, an architecture string, or a tuple of six operation numbers.
  ///
  /// - Throws: ``StudyError`` saying what would name one.
  public static func index(named text: String) throws -> Int {
    do {
      return try CellKey(text).index
    } catch {
      throw StudyError(.usage, "\(error)")
    }
  }
}
