import Files

/// Why an HDF5 file could not be opened, read or written: which file, which object in it, and the reason.
public struct HDF5Error: Failure, Equatable, Sendable {
  /// What kind of failure it is; bad data is a file that is not HDF5, is damaged, or does not hold what was asked of it.
  public let kind: FailureKind
  /// The file's path, as it was given.
  public let file: String
  /// The object's path within the file (and an attribute's name after it); nil when the file itself is meant.
  public let object: String?
  /// What was wrong, in one line.
  public let reason: String

  /// An error about `object` in `file`, or about the file itself.
  public init(_ kind: FailureKind, file: String, object: String? = nil, reason: String) {
    self.kind = kind
    self.file = file
    self.object = object
    self.reason = reason
  }

  /// `file: object: reason`.
  public var description: String {
    [file, object, reason].compactMap { $0 }.joined(separator: ": ")
  }
}
