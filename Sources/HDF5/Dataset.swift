import CHDF5

/// A dataset: an array of numbers or strings of any number of dimensions.
public struct Dataset: StoredArray, HDF5Object {
  /// Where it is.
  public let location: Location
  /// Its extent along each dimension, slowest first; empty for a scalar.
  public let shape: [Int]
  /// What its elements are.
  public let elementClass: ElementClass

  init(owning identifier: hid_t, file: String, path: String) throws {
    location = Location(file: file, path: path, handle: Handle(identifier, closing: { H5Dclose($0) }))
    let space = try location.check(H5Dget_space(identifier), "read the shape")
    defer { H5Sclose(space) }
    shape = try location.shape(of: space)
    let type = try location.check(H5Dget_type(identifier), "read the element type")
    defer { H5Tclose(type) }
    elementClass = ElementClass(type: type)
  }

  /// Replaces all elements.
  ///
  /// - Parameter values: as many as the shape holds, the last dimension varying fastest.
  /// - Throws: `HDF5Error` if their number or type is not the dataset's, or the file cannot be written.
  public func write<Element: NumericElement>(_ values: [Element]) throws {
    guard elementCount(of: shape) == values.count else {
      throw location.failure("\(values.count) values do not fill the shape \(shape)")
    }
    guard elementClass == Element.numericType.elementClass else {
      throw location.failure("holds \(elementClass), so \(Element.numericType.rawValue) cannot be written to it")
    }
    guard !values.isEmpty else { return }
    try location.handle.use { identifier in
      let all = tenas_h5_all()
      _ = try location.check(
        H5Dwrite(identifier, Element.numericType.inMemory, all, all, tenas_h5_default(), values), "write",
        kind: .inputOutput)
    }
  }

  /// Reads some of the rows: the slices along the first dimension.
  ///
  /// Of images `[N, 3, H, W]`, rows 10..<20 are ten images, in an array of 10·3·H·W numbers.
  ///
  /// - Throws: `HDF5Error` if the dataset has no such rows or its elements cannot be read as `Element`.
  public func read<Element: NumericElement>(as: Element.Type, rows: Range<Int>) throws -> [Element] {
    try requireNumbers(Element.numericType)
    guard let extent = shape.first else { throw location.failure("is a scalar and has no rows") }
    guard rows.lowerBound >= 0, rows.upperBound <= extent else {
      throw location.failure("rows \(rows.lowerBound)..<\(rows.upperBound) were asked for; it has \(extent)")
    }
    let slab = [rows.count] + shape.dropFirst()
    return try readNumbers(shape: slab) { identifier, buffer in
      let fileSpace = try location.check(H5Dget_space(identifier), "read the shape")
      defer { H5Sclose(fileSpace) }
      let start = [hsize_t(rows.lowerBound)] + shape.dropFirst().map { _ in 0 }
      try location.check(
        H5Sselect_hyperslab(fileSpace, H5S_SELECT_SET, start, nil, slab.map { hsize_t($0) }, nil), "select rows")
      let memorySpace = try location.dataspace(slab)
      defer { H5Sclose(memorySpace) }
      return H5Dread(identifier, Element.numericType.inMemory, memorySpace, fileSpace, tenas_h5_default(), buffer)
    }
  }
}

extension Location {
  /// The extents of a dataspace; a null dataspace (h5py's `Empty`) has none and is refused.
  func shape(of space: hid_t) throws -> [Int] {
    guard H5Sget_simple_extent_type(space) != H5S_NULL else {
      throw failure("is empty: it has no elements and no shape")
    }
    let rank = try check(H5Sget_simple_extent_ndims(space), "read the shape")
    var extents = [hsize_t](repeating: 0, count: Int(rank))
    try check(H5Sget_simple_extent_dims(space, &extents, nil), "read the shape")
    return try extents.map {
      guard let extent = Int(exactly: $0) else { throw failure("has an extent of \($0), which is too large") }
      return extent
    }
  }
}
