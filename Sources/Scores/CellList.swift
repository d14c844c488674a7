import AccuracyTables
import Files
import Networks
import SearchSpaces

/// The cells that scores and accuracies are of, each known by its place: all of NAS-Bench-201 in the benchmark's order, or a list of DARTS
/// genotypes.
///
/// ```swift
/// let (table, cells) = try CellList.open("darts.h5")
/// cells.index(of: "Genotype(normal=[...")                // its row in the table
/// ```
public struct CellList: Sendable {
  /// The space.
  public let space: SearchSpace
  private let genotypes: [DARTS.Genotype]
  private let places: [DARTS.Genotype: Int]

  /// All cells of NAS-Bench-201.
  public static let nasBench201 = CellList(space: .nasBench201, genotypes: [], places: [:])

  private init(space: SearchSpace, genotypes: [DARTS.Genotype], places: [DARTS.Genotype: Int]) {
    (self.space, self.genotypes, self.places) = (space, genotypes, places)
  }

  /// Genotypes in this order.
  ///
  /// - Throws: ``StudyError`` naming one that is there twice; the order of a node's inputs makes no difference.
  public init(genotypes: [DARTS.Genotype], name: String) throws {
    var places: [DARTS.Genotype: Int] = [:]
    for (place, genotype) in genotypes.enumerated() {
      if let earlier = places.updateValue(place, forKey: genotype) {
        throw StudyError(.badData, "\(name): genotype \(place) is the same cell as genotype \(earlier)")
      }
    }
    self.init(space: .darts, genotypes: genotypes, places: places)
  }

  /// The cells of an accuracy table: a table of texts that begin with `Genotype(` is of DARTS, any other of NAS-Bench-201.
  ///
  /// - Throws: `FileError` or ``StudyError`` if they are not all cells of the space, or NAS-Bench-201's not in the benchmark's order.
  public init(of table: AccuracyTable) throws {
    guard table.architectures.first.flatMap({ SearchSpace(ofCell: $0) }) == .darts else {
      try table.validateOrder(NASBench201.architectures.map(\.description))
      self = .nasBench201
      return
    }
    let genotypes = try table.architectures.enumerated().map { place, text in
      do {
        return try DARTS.Genotype(parsing: text)
      } catch {
        throw FileError("entry \(place): \(error)", file: table.file, place: "/architectures")
      }
    }
    try self.init(genotypes: genotypes, name: "\(table.file ?? "the table"): /architectures")
  }

  /// Opens an accuracy table of either space.
  ///
  /// - Throws: `HDF5Error`, `FileError` or ``StudyError``, naming the file and what is wrong in it.
  public static func open(_ path: String) throws -> (table: AccuracyTable, cells: CellList) {
    let table = try AccuracyTable(readingFrom: path)
    return (table, try CellList(of: table))
  }

  /// The number of cells.
  public var count: Int { space == .darts ? genotypes.count : NASBench201.size }

  /// A cell as its space writes it.
  public func name(at place: Int) -> String {
    space == .darts ? genotypes[place].description : NASBench201.architectures[place].description
  }

  /// A cell, to be measured.
  public func cell(at place: Int) -> any Cell {
    space == .darts ? genotypes[place] : NASBench201.architectures[place]
  }

  /// A genotype.
  ///
  /// - Precondition: the space is DARTS.
  package func genotype(at place: Int) -> DARTS.Genotype { genotypes[place] }

  /// The place of a genotype; nil of one that is not in the list.
  func place(of genotype: DARTS.Genotype) -> Int? { places[genotype] }

  /// The places of a population's cells, ascending.
  ///
  /// - Throws: ``StudyError`` for a population that the space does not have.
  public func population(_ population: NASBench201.Population) throws -> [Int] {
    guard space == .darts else { return NASBench201.population(population) }
    guard population == .all else {
      throw StudyError(
        .usage, "population \(population.rawValue) is of nas-bench-201; of darts there is all")
    }
    return Array(0..<count)
  }

  /// The place of the first cell that computes the same function, as far as the space's authors tell: isomorphic cells of
  /// NAS-Bench-201; every genotype is on its own.
  public func isomorphismClass(of place: Int) -> Int {
    space == .darts ? place : NASBench201.isomorphismClasses[place]
  }
}

extension CellList: Equatable {
  /// Whether both have the same cells in the same order.
  public static func == (a: Self, b: Self) -> Bool { a.space == b.space && a.genotypes == b.genotypes }
}
