import CHDF5

/// An attribute: a small named array on a file, a group or a dataset.
public struct Attribute: StoredArray {
  /// Where it is.
  public let location: Location
  /// Its extent along each dimension, slowest first; empty for a scalar.
  public let shape: [Int]
  /// What its elements are.
  public let elementClass: ElementClass

  init(owning identifier: hid_t, file: String, path: String) throws {
    location = Location(file: file, path: path, handle: Handle(identifier, closing: { H5Aclose($0) }))
    let space = try location.check(H5Aget_space(identifier), "read the shape")
    defer { H5Sclose(space) }
    shape = try location.shape(of: space)
    let type = try location.check(H5Aget_type(identifier), "read the element type")
    defer { H5Tclose(type) }
    elementClass = ElementClass(type: type)
  }
}
