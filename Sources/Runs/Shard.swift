import Scores

/// A part of a run, for spreading it over machines.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
  /// Which part, from 1.
  public let number: Int
  /// Of how many.
  public let count: Int

  /// All of the run.
  public static let whole = Shard(number: 1, count: 1)

  private init(number: Int, count: Int) { (self.number, self.count) = (number, count) }

  /// Reads `I/N`.
  ///
  /// - Throws: ``StudyError`` unless 1 ≤ I ≤ N.
  public init(parsing text: String) throws {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], number >= 1, number <= count else {
      throw StudyError(.usage, "'\(text)' is not a shard; write I/N with 1 ≤ I ≤ N, for example 2/8")
    }
    self.init(number: number, count: count)
  }

  /// `I/N`.
  public var description: String { "\(number)/\(count)" }

  /// The parts that are missing beside these to make a whole; none if these are not parts of one division.
  static func absent(_ shards: [Shard]) -> [Shard] {
    guard let count = shards.first?.count, shards.allSatisfy({ $0.count == count }) else { return [] }
    return (1...count).map { Shard(number: $0, count: count) }.filter { !shards.contains($0) }
  }

  /// The rows of this part, in the order of index and repeat: cells that are expected to take as long as those of any other
  /// part, all repeats of each.
  func rows(of settings: RunSettings) throws -> [RowKey] {
    rows(of: try settings.selection.cells(space: settings.space, seed: settings.seed), settings: settings)
  }

  /// The same for the cells of the whole run.
  func rows(of cells: [SelectedCell], settings: RunSettings) -> [RowKey] {
    let own: [SelectedCell]
    if count == 1 {
      own = cells
    } else {
      let cost = settings.cost
      let parts = Self.balance(cells.map { cost.operations(of: $0.cell) }, into: count)
      own = zip(cells, parts).filter { $1 == number }.map(\.0)
    }
    return own.flatMap { cell in (0..<settings.scoring.repeats).map { RowKey(index: cell.index, repeat: $0) } }
  }

  /// Divides items among parts so that every part costs about the same: from the most expensive item down, each goes to the
  /// part that costs least so far (longest processing time first; Graham 1969: at most 4/3 of the best division's largest
  /// part). Among equals the earlier item and the lower part come first, so that a division depends on the costs alone.
  ///
  /// - Returns: for each item the number of its part, from 1.
  public static func balance(_ costs: [Double], into count: Int) -> [Int] {
    var loads = [Double](repeating: 0, count: count)
    var parts = [Int](repeating: 0, count: costs.count)
    for item in costs.indices.sorted(by: { (-costs[$0], $0) < (-costs[$1], $1) }) {
      let part = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) }!
      loads[part] += costs[item]
      parts[item] = part + 1
    }
    return parts
  }
}
