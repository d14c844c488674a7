import SearchSpaces

/// What names a cell in a file of scores from outside.
struct CellKey: Sendable {
  typealias Kind = NASBench201.CellName.Kind

  /// How the cell is named.
  let kind: Kind
  /// The cell's index in the benchmark's order.
  let index: Int

  /// Reads a name.
  ///
  /// - Throws: `SearchSpaceError` saying why the text names no cell.
  init(_ text: String) throws {
    let name = try NASBench201.CellName(text)
    self.init(kind: name.kind, index: NASBench201.index(of: name.architecture))
  }

  init(kind: Kind, index: Int) { (self.kind, self.index) = (kind, index) }

  static func index(ofTuple numbers: [Int]) throws -> Int {
    NASBench201.index(of: try NASBench201.Architecture(tuple: numbers))
  }

  /// The index, if a cell has it.
  static func checked(_ index: Int) throws -> Int { NASBench201.index(of: try NASBench201.architecture(at: index)) }
}

extension NASBench201 {
  /// The index of the cell that a text names (``NASBench201/CellName``).
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
