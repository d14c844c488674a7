import Files

/// What is wrong with a figure, a page or its rendering; the description is one line for the person at the terminal.
public struct ReportError: Failure, Sendable, Equatable {
  /// What kind of failure it is.
  public let kind: FailureKind
  /// What was wrong, where, and what would be right.
  public let description: String

  /// Makes an error.
  public init(_ kind: FailureKind, _ description: String) {
    (self.kind, self.description) = (kind, description)
  }
}
