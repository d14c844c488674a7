import CHDF5
import Files

/// Where an open object is: the file's path, the object's path within it, and the handle that keeps it open.
public struct Location: Sendable {
  /// The file's path, as it was given.
  public let file: String
  /// The object's path within the file, from the root `/`.
  public let path: String
  let handle: Handle

  /// The path of a link in this group.
  func path(of name: String) -> String {
    if name.hasPrefix("/") { return name }
    return path == "/" ? "/" + name : path + "/" + name
  }

  func failure(_ reason: String, at object: String? = nil, kind: FailureKind = .badData) -> HDF5Error {
    HDF5Error(kind, file: file, object: object ?? path, reason: reason)
  }

  /// Passes on the result of a C call, or throws the library's reason if it is negative.
  @discardableResult
  func check<Status: SignedInteger>(
    _ status: Status, _ attempt: String, at object: String? = nil, kind: FailureKind = .badData
  ) throws -> Status {
    guard status < 0 else { return status }
    throw failure("cannot \(attempt): \(HDF5Library.failureReason())", at: object, kind: kind)
  }
}

/// What can carry attributes: a file (its root group), a group or a dataset.
public protocol HDF5Object: Sendable {
  /// Where it is.
  var location: Location { get }
}

/// What holds links to further objects: a file (its root group) or a group.
public protocol LinkContainer: HDF5Object {}

/// What has elements, a shape and an element class: a dataset or an attribute.
public protocol StoredArray: Sendable {
  /// Where it is.
  var location: Location { get }
  /// Its extent along each dimension, slowest first; empty for a scalar.
  var shape: [Int] { get }
  /// What its elements are.
  var elementClass: ElementClass { get }
}
