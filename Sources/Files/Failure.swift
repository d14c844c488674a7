/// What kind of failure an error is, as far as it matters to who called: a command line gives each an exit status of its own.
public enum FailureKind: Sendable {
  /// What was asked for does not fit together, or does not fit what is there.
  case usage
  /// A file holds something it must not.
  case badData
  /// There is no file of that name.
  case noSuchFile
  /// The operating system refused to open, create, read, write or rename.
  case inputOutput
  /// The user asked to stop.
  case interrupted
}

/// An error of a known kind; its description is one line that says what was wrong, where, and what would be right.
public protocol Failure: Error, CustomStringConvertible {
  /// What kind of failure it is.
  var kind: FailureKind { get }
}
