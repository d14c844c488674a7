/// What is wrong with a file, or with what it is to hold: which file, where in it, and why.
public struct FileError: Failure, Equatable, Sendable {
  /// What kind of failure it is.
  public let kind: FailureKind
  /// The file's path, as it was given; nil for what was never in a file.
  public let file: String?
  /// The object in an HDF5 file, or the line of a text file; nil when the whole is meant.
  public let place: String?
  /// What was wrong and what would be right, in one line.
  public let reason: String

  /// An error at `place` of `file`.
  public init(_ reason: String, file: String? = nil, place: String? = nil, kind: FailureKind = .badData) {
    self.kind = kind
    self.file = file
    self.place = place
    self.reason = reason
  }

  /// `file: place: reason`.
  public var description: String {
    [file, place, reason].compactMap { $0 }.joined(separator: ": ").onOneLine
  }
}
