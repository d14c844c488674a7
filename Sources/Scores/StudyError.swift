import Files

/// What can go wrong with a study's files and settings; the description is one line for the person at the terminal.
public struct StudyError: Failure, Sendable {
  /// What kind of failure it is.
  public let kind: FailureKind
  /// What was wrong, where, and what would be right.
  public let description: String

  /// Makes an error. Line ends within the description, which quoted input can bring, become blanks.
  public init(_ kind: FailureKind, _ description: String) {
    self.kind = kind
    self.description = description.onOneLine
  }
}
