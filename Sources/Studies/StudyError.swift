/// What can go wrong with a study's files and settings; the description is one line for the person at the terminal.
public struct StudyError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it is; decides the exit status.
  public enum Kind: Sendable {
    /// The options do not fit together, or do not fit the run.
    case usage
    /// A file holds something it must not.
    case badData
    /// A file that must be there is not.
    case missing
    /// The system refused to read or write.
    case inputOutput
    /// The user asked to stop.
    case interrupted
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// What was wrong, where, and what would be right.
  public let description: String

  /// Makes an error. Line ends within the description, which quoted input can bring, become blanks.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
