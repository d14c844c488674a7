import AccuracyTables
import Foundation
import SearchSpaces

/// Which cells of NAS-Bench-201 a run scores.
public enum Selection: Sendable, Codable, Hashable {
  /// A uniform sample without replacement, drawn from the run's seed.
  case sample(count: Int)
  /// All cells of a population.
  case population(NASBench201.Population)
  /// The given cells, by index, in ascending order.
  case architectures(indices: [Int])

  /// The indices of the selected cells, ascending.
  ///
  /// - Throws: `SearchSpaceError` if the sample is larger than the space.
  public func indices(seed: UInt64) throws -> [Int] {
    switch self {
    case .sample(let count): try NASBench201.sample(count: count, seed: seed).sorted()
    case .population(let population): NASBench201.population(population)
    case .architectures(let indices): indices
    }
  }

  /// Reads a list of cells: an architecture string or an index a line; blank lines are skipped.
  ///
  /// - Throws: ``StudyError`` naming the file and the line.
  public init(readingFrom path: String) throws {
    var lines: [Int: Int] = [:]
    for (number, line) in try Self.lines(of: path).enumerated() {
      let text = line.trimmingCharacters(in: .whitespaces)
      guard !text.isEmpty else { continue }
      let index: Int
      do {
        index = try Self.index(of: text)
      } catch let error as SearchSpaceError {
        throw StudyError(.badData, "\(path): line \(number + 1): \(error)")
      }
      if let first = lines.updateValue(number + 1, forKey: index) {
        throw StudyError(.badData, "\(path): line \(number + 1): cell \(index) is named on line \(first) already")
      }
    }
    guard !lines.isEmpty else {
      throw StudyError(.badData, "\(path): names no cell; one architecture string or index a line is expected")
    }
    self = .architectures(indices: lines.keys.sorted())
  }

  private static func index(of text: String) throws -> Int {
    if let index = Int(text) {
      return NASBench201.index(of: try NASBench201.architecture(at: index))
    }
    return NASBench201.index(of: try NASBench201.Architecture(parsing: text))
  }

  private static func lines(of path: String) throws -> [Substring] {
    guard FileManager.default.fileExists(atPath: path) else { throw StudyError(.missing, "\(path): no such file") }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw StudyError(.inputOutput, "\(path): cannot be read")
    }
    guard let text = String(data: data, encoding: .utf8) else { throw StudyError(.badData, "\(path): is not UTF-8") }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}

extension NASBench201.Population: Codable {}
