import Foundation
import Randomness
import Scores
import SearchSpaces

/// Which cells a run scores.
public enum Selection: Sendable, Hashable {
  /// A uniform sample, drawn from the run's seed: of NAS-Bench-201 without replacement, of DARTS independent draws.
  case sample(Int)
  /// All cells of a population of NAS-Bench-201.
  case population(NASBench201.Population)
  /// The given cells of NAS-Bench-201, by index.
  case architectures([Int])
  /// The given DARTS genotypes, in this order.
  case genotypes([DARTS.Genotype])

  /// The selected cells, by ascending index, each index once.
  ///
  /// - Throws: `SearchSpaceError` if the sample is larger than the space, or an index is outside it; ``StudyError`` if the
  ///   selection is not one of the space.
  public func cells(space: SearchSpace, seed: UInt64) throws -> [SelectedCell] {
    switch (space, self) {
    case (.nasBench201, .genotypes), (.darts, .population), (.darts, .architectures):
      throw StudyError(.usage, "\(self): are no cells of \(space.rawValue)")
    case (.nasBench201, _):
      try indices(seed: seed).map { SelectedCell(try NASBench201.architecture(at: $0), index: $0) }
    case (.darts, .sample(let count)): SelectedCell.list(DARTS.sample(count: count, seed: seed))
    case (.darts, .genotypes(let genotypes)): SelectedCell.list(genotypes)
    }
  }

  /// The indices of the selected cells of NAS-Bench-201, ascending, each once.
  ///
  /// - Throws: `SearchSpaceError` if the sample is larger than the space, or an index is outside it.
  public func indices(seed: UInt64) throws -> [Int] {
    switch self {
    case .sample(let count): try NASBench201.sample(count: count, seed: seed).sorted()
    case .population(let population): NASBench201.population(population)
    case .architectures(let indices): try Set(indices).sorted().map { try Self.checked($0) }
    case .genotypes: preconditionFailure("genotypes have no index in NAS-Bench-201")
    }
  }

  private static func checked(_ index: Int) throws -> Int {
    NASBench201.index(of: try NASBench201.architecture(at: index))
  }
}

extension Selection: CustomStringConvertible {
  private static func hash(_ indices: [Int]) -> String {
    var digest = StableHash()
    for index in indices { digest.combine(UInt64(bitPattern: Int64(index))) }
    return String(digest.value, radix: 16)
  }

  /// The selection as the command line's option.
  public var description: String {
    switch self {
    case .sample(let count): "--sample \(count)"
    case .population(let population): "--\(population.rawValue)"
    case .architectures(let indices): "--architectures (\(indices.count) cells, hash \(Self.hash(indices)))"
    case .genotypes(let genotypes):
      "--architectures (\(genotypes.count) genotypes, hash \(Self.hash(genotypes.map { Int(bitPattern: UInt($0.stableHash)) })))"
    }
  }
}

extension Selection {
  /// Reads a list of cells, blank lines passed over: of NAS-Bench-201 the name of a cell a line (``NASBench201/CellName``), in any
  /// order; of DARTS a genotype a line, whose place in the list becomes its index. A table with a column of cells serves as a list, and so
  /// does a cell itself in place of a file's name.
  ///
  /// - Throws: ``StudyError`` naming the file and the line that is no cell, or names one for the second time.
  public init(readingFrom path: String, space: SearchSpace = .nasBench201) throws {
    let names = try CellList(path, space: space)
    switch space {
    case .nasBench201: self = .architectures(try Self.cells(names) { try NASBench201.index(named: $0) }.sorted())
    case .darts: self = .genotypes(try Self.cells(names) { try DARTS.Genotype(parsing: $0) })
    }
  }

  private static func cells<Cell: Hashable>(_ names: CellList, _ read: (String) throws -> Cell) throws -> [Cell] {
    var places: [Cell: String] = [:]
    var cells: [Cell] = []
    for (name, place) in names.names {
      func failure(_ reason: String) -> StudyError { StudyError(.badData, "\(names.file): \(place): \(reason)") }
      do { cells.append(try read(name)) } catch { throw failure("\(error)") }
      if let first = places.updateValue(place, forKey: cells.last!) {
        let cell = (cells.last as? Int).map { "cell \($0)" } ?? "the same genotype"
        throw failure("\(cell) is on \(first) already")
      }
    }
    guard !cells.isEmpty else {
      throw StudyError(.badData, "\(names.file): names no cell; the name of one a line is expected")
    }
    return cells
  }
}

extension Selection: Codable {
  private enum CodingKeys: String, CodingKey { case sample, population, architectures, genotypes }

  /// Reads what `encode(to:)` writes.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    if let count = try object.decodeIfPresent(Int.self, forKey: .sample) {
      self = .sample(count)
    } else if let population = try object.decodeIfPresent(NASBench201.Population.self, forKey: .population) {
      self = .population(population)
    } else if let genotypes = try object.decodeIfPresent([String].self, forKey: .genotypes) {
      self = .genotypes(try genotypes.map(DARTS.Genotype.init(parsing:)))
    } else {
      self = .architectures(try object.decode([Int].self, forKey: .architectures))
    }
  }

  /// Writes an object with one entry: `sample` (a number), `population` (a name), `architectures` (a list of indices) or
  /// `genotypes` (a list of texts).
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .sample(let count): try object.encode(count, forKey: .sample)
    case .population(let population): try object.encode(population, forKey: .population)
    case .architectures(let indices): try object.encode(indices, forKey: .architectures)
    case .genotypes(let genotypes): try object.encode(genotypes.map(\.description), forKey: .genotypes)
    }
  }
}

extension NASBench201.Population: Codable {}
