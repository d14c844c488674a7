/// What can be wrong with an image source; every description is one line that says what, where, and what would be right.
public enum ImageError: Error, Hashable, CustomStringConvertible, Sendable {
  /// Text that names no image source.
  case unknownSource(text: String, reason: String)
  /// A file or directory that does not exist.
  case missing(path: String, reason: String)
  /// A file that exists but could not be read.
  case unreadable(path: String, reason: String)
  /// A file or dataset whose content is not what its kind calls for.
  case malformed(location: String, reason: String)
  /// A source that is not suited to what is asked of it.
  case unsuited(source: String, reason: String)
  /// A batch larger than the pool it should be drawn from.
  case poolTooSmall(available: Int, requested: Int)
  /// A class-balanced batch with more images of a class than the smallest has.
  case classTooSmall(available: Int, classes: Int, requested: Int)

  /// The error as one line for the user.
  public var description: String {
    switch self {
    case .unknownSource(let text, let reason): "image source \"\(text)\": \(reason)"
    case .missing(let path, let reason), .unreadable(let path, let reason): "\(path): \(reason)"
    case .malformed(let location, let reason): "\(location): \(reason)"
    case .unsuited(let source, let reason): "\(source): \(reason)"
    case .poolTooSmall(let available, let requested):
      "a batch of \(requested) distinct images cannot be drawn from \(available)"
    case .classTooSmall(let available, let classes, let requested):
      "a class-balanced batch of \(requested) distinct images cannot be drawn: the smallest of \(classes) classes has "
        + "\(available)"
    }
  }
}
