/// Why the Python package could not be run, or what it found wrong.
public struct DataPackageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The exit status for this: 64 usage, 65 bad data, 66 no such file, 74 input or output; anything else is a defect.
  public let status: Int32
  /// What was wrong, where, and what would be right, in one line.
  public let message: String

  /// The status for a file that is missing.
  public static let noSuchFile: Int32 = 66

  /// The status for what the operating system refused or ended.
  public static let inputOutput: Int32 = 74

  /// An error with its exit status.
  public init(status: Int32, message: String) {
    self.status = status
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
