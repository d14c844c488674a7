import Foundation
import Randomness
import SearchSpaces

/// Which cells of NAS-Bench-201 a run scores.
public enum Selection: Sendable, Hashable {
  /// A uniform sample without replacement, drawn from the run's seed.
  case sample(Int)
  /// All cells of a population.
  case population(NASBench201.Population)
  /// The given cells, by index.
  case architectures([Int])

  /// The indices of the selected cells, ascending, each once.
  ///
  /// - Throws: `SearchSpaceError` if the sample is larger than the space, or an index is outside it.
  public func indices(seed: UInt64) throws -> [Int] {
    switch self {
    case .sample(let count): try NASBench201.sample(count: count, seed: seed).sorted()
    case .population(let population): NASBench201.population(population)
    case .architectures(let indices): try Set(indices).sorted().map { try Self.checked($0) }
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
    }
  }
}

extension Selection {
  /// Reads a list of cells: an architecture string or an index a line, in any order; blank lines are passed over.
  ///
  /// - Throws: ``StudyError`` naming the file and the line that is no cell, or names one for the second time.
  public init(readingFrom path: String) throws {
    var lines: [Int: Int] = [:]
    for (number, line) in zip(
      1..., try Self.text(of: path).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline))
    {
      let cell = line.trimmingCharacters(in: .whitespaces)
      guard !cell.isEmpty else { continue }
      let index: Int
      do {
        index = try Int(cell).map(Self.checked) ?? NASBench201.index(of: NASBench201.Architecture(parsing: cell))
      } catch {
        throw StudyError(.badData, "\(path): line \(number): \(error)")
      }
      if let first = lines.updateValue(number, forKey: index) {
        throw StudyError(.badData, "\(path): line \(number): cell \(index) is on line \(first) already")
      }
    }
    guard !lines.isEmpty else {
      throw StudyError(.badData, "\(path): names no cell; one architecture string or index a line is expected")
    }
    self = .architectures(lines.keys.sorted())
  }

  private static func text(of path: String) throws -> String {
    guard FileManager.default.fileExists(atPath: path) else { throw StudyError(.missing, "\(path): no such file") }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw StudyError(.inputOutput, "\(path): cannot be read")
    }
    guard let text = String(data: data, encoding: .utf8) else { throw StudyError(.badData, "\(path): is not UTF-8") }
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }
}

extension Selection: Codable {
  private enum CodingKeys: String, CodingKey { case sample, population, architectures }

  /// Reads what `encode(to:)` writes.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    if let count = try object.decodeIfPresent(Int.self, forKey: .sample) {
      self = .sample(count)
    } else if let population = try object.decodeIfPresent(NASBench201.Population.self, forKey: .population) {
      self = .population(population)
    } else {
      self = .architectures(try object.decode([Int].self, forKey: .architectures))
    }
  }

  /// Writes an object with one entry: `sample` (a number), `population` (a name) or `architectures` (a list of indices).
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .sample(let count): try object.encode(count, forKey: .sample)
    case .population(let population): try object.encode(population, forKey: .population)
    case .architectures(let indices): try object.encode(indices, forKey: .architectures)
    }
  }
}

extension NASBench201.Population: Codable {}
