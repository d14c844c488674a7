import HDF5

/// What is wrong with an accuracy table, or with a file one is imported from: which file, where in it, and why.
public struct AccuracyTableError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Whose fault it is, in the same classes as an HDF5 file's errors.
  public let kind: HDF5Error.Kind
  /// The file's path, as it was given; nil for a table that was never in a file.
  public let file: String?
  /// The object in an HDF5 file, or the line of a text file; nil when the whole is meant.
  public let place: String?
  /// What was wrong and what would be right, in one line.
  public let reason: String

  /// An error at `place` of `file`.
  public init(_ reason: String, file: String? = nil, place: String? = nil, kind: HDF5Error.Kind = .badData) {
    self.kind = kind
    self.file = file
    self.place = place
    self.reason = reason
  }

  /// `file: place: reason`.
  public var description: String {
    [file, place, reason].compactMap { $0 }.joined(separator: ": ")
  }
}
