/// What can be wrong with a request to a search space.
public enum SearchSpaceError: Error, Equatable, CustomStringConvertible {
  /// An architecture string that does not follow the grammar; `position` counts characters from 1.
  case malformedArchitecture(String, position: Int, found: String, expected: String)
  /// A genotype that does not follow the usual notation; `position` counts characters from 1.
  case malformedGenotype(String, position: Int, found: String, expected: String)
  /// A text that names no cell in any of the ways there are.
  case unreadableCell(String)
  /// A tuple that is not six operation numbers in 0...4.
  case malformedTuple([Int])
  /// An index at which there is no architecture.
  case indexOutOfRange(Int, size: Int)
  /// More architectures asked for than the population holds, or fewer than none.
  case impossibleSample(count: Int, population: String, size: Int)

  /// One line saying what was wrong, where, and what would be right.
  public var description: String {
    switch self {
    case .malformedArchitecture(let text, let position, let found, let expected):
      "not an architecture: found \(found) at character \(position), expected \(expected); in \(Self.quoted(text))"
    case .malformedGenotype(let text, let position, let found, let expected):
      "not a genotype: found \(found) at character \(position), expected \(expected); in \(Self.quoted(text))"
    case .unreadableCell(let text):
      "'\(Self.plain(text))' names no cell; an architecture string, an index or a tuple of six operation numbers is needed"
    case .malformedTuple(let tuple):
      "not an architecture: \(tuple) should be six operation numbers, each from 0 to 4"
    case .indexOutOfRange(let index, let size):
      "architecture index \(index) is out of range; indices are 0 to \(size - 1)"
    case .impossibleSample(let count, let population, let size):
      "cannot sample \(count) architectures: population '\(population)' has \(size); ask for 0 to \(size)"
    }
  }

  /// A text on one line: blanks for what ends lines or steers a terminal.
  private static func plain(_ text: String) -> String {
    String(
      text.prefix(160).map {
        $0.isNewline || $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0
      })
  }

  private static func quoted(_ text: String) -> String {
    text.count <= 160 ? text.debugDescription : text.prefix(160).debugDescription + "…"
  }
}
