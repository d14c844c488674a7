import Files
import SearchSpaces

/// What names a cell in a file of scores from outside.
struct CellKey: Sendable {
  /// The ways to name a cell.
  enum Kind: Sendable, Equatable {
    /// A cell of NAS-Bench-201, or a place in a list.
    case cell(NASBench201.CellName.Kind)
    case genotype

    var rawValue: String {
      switch self {
      case .cell(let kind): kind.rawValue
      case .genotype: "a genotype"
      }
    }

    static let index = Kind.cell(.index), tuple = Kind.cell(.tuple)
  }

  /// How the cell is named.
  let kind: Kind
  /// The cell's index in the benchmark's order.
  let index: Int

  /// Reads a name; of a list of genotypes, one of these or an index.
  ///
  /// - Throws: `SearchSpaceError` or ``StudyError`` saying why the text names no cell.
  init(_ text: String, of cells: CellList = .nasBench201) throws {
    guard cells.space == .nasBench201 else {
      try self.init(genotype: text.trimmed, of: cells)
      return
    }
    let name = try NASBench201.CellName(text)
    self.init(kind: .cell(name.kind), index: NASBench201.index(of: name.architecture))
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
}

extension CellList {
  /// The place of the cell that a text names: any spelling of a cell of NAS-Bench-201, a genotype, or an index.
  ///
  /// - Throws: ``StudyError`` saying what would name one.
  public func place(named text: String) throws -> Int {
    do {
      return try CellKey(text, of: self).index
    } catch {
      throw StudyError(.usage, "\(error)")
    }
  }
}

extension NASBench201 {
  /// The index of the cell that a text names (``NASBench201/CellName``).
  ///
  /// - Throws: ``StudyError`` saying what would name one.
  public static func index(named text: String) throws -> Int { try CellList.nasBench201.place(named: text) }
}
