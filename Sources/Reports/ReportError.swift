/// What is wrong with a figure, a page or its rendering; the description is one line for the person at the terminal.
public struct ReportError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure it is; decides the exit status.
  public enum Kind: Sendable {
    /// A figure asks for what its data does not have.
    case badData
    /// The system refused to read or write, or the renderer failed.
    case inputOutput
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// What was wrong, where, and what would be right.
  public let description: String

  /// Makes an error.
  public init(_ kind: Kind, _ description: String) {
    (self.kind, self.description) = (kind, description)
  }
}
