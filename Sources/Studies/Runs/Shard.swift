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

  /// The rows of this part, in the order of index and repeat: every N-th cell of the selection, all repeats of it.
  func rows(of settings: RunSettings) throws -> [RowKey] {
    let cells = try settings.selection.cells(space: settings.space, seed: settings.seed)
    return rows(of: cells, repeats: settings.scoring.repeats)
  }

  /// The same for the cells of the whole run.
  func rows(of cells: [SelectedCell], repeats: Int) -> [RowKey] {
    stride(from: number - 1, to: cells.count, by: count).flatMap { place in
      (0..<repeats).map { RowKey(index: cells[place].index, repeat: $0) }
    }
  }
}
