import CHDF5

/// How a new dataset's elements lie in the file.
public enum DatasetLayout: Sendable, Equatable {
  /// One after another, uncompressed.
  case contiguous
  /// In chunks of the given shape (one extent per dimension), each compressed with gzip at a level of 0 to 9; nil: not
  /// compressed. One element per dimension at least, and no more than the dataset has.
  case chunked([Int], gzip: Int?)
}

/// How new strings are stored. Both are UTF-8.
public enum StringStorage: Sendable, Equatable {
  /// Each as long as the longest, padded with zero bytes: compact and quick for strings of like length.
  case fixedLength
  /// Each with its own length; what h5py makes of a Python `str`.
  case variableLength
}

extension LinkContainer {
  /// Makes a group, and the groups on the way to it.
  ///
  /// - Throws: `HDF5Error` if something of that name exists or the file cannot be written.
  @discardableResult
  public func createGroup(_ name: String) throws -> Group {
    try location.handle.use { identifier in
      let path = location.path(of: name)
      let links = try intermediateGroups()
      defer { H5Pclose(links) }
      let group = try location.check(
        H5Gcreate2(identifier, name, links, tenas_h5_default(), tenas_h5_default()), "create the group", at: path,
        kind: .inputOutput)
      return Group(
        location: Location(file: location.file, path: path, handle: Handle(group, closing: { H5Gclose($0) })))
    }
  }

  /// Makes a dataset of numbers, and the groups on the way to it.
  ///
  /// - Parameters:
  ///   - name: its name, or a path of names.
  ///   - values: its elements, the last dimension varying fastest.
  ///   - shape: its extent along each dimension; empty for a scalar; nil for one dimension of all the values.
  ///   - layout: how they are stored.
  /// - Throws: `HDF5Error` if the shape does not hold the values, something of that name exists or the file cannot be
  ///   written.
  @discardableResult
  public func createDataset<Element: NumericElement>(
    _ name: String, _ values: [Element], shape: [Int]? = nil, layout: DatasetLayout = .contiguous
  ) throws -> Dataset {
    let type = Element.numericType
    let shape = shape ?? [values.count]
    try requireElements(values.count, in: shape, of: name)
    return try HDF5Library.locked {
      let dataset = try createDataset(name, type: type.inFile, shape: shape, layout: layout)
      try dataset.write(values)
      return dataset
    }
  }

  /// Makes a dataset of strings, and the groups on the way to it; parameters and errors as for numbers.
  ///
  /// - Throws: also if a string contains a zero byte, which HDF5 cannot store.
  @discardableResult
  public func createDataset(
    _ name: String, _ values: [String], shape: [Int]? = nil, storage: StringStorage = .fixedLength,
    layout: DatasetLayout = .contiguous
  ) throws -> Dataset {
    let shape = shape ?? [values.count]
    try requireElements(values.count, in: shape, of: name)
    return try HDF5Library.locked {
      let strings = try EncodedStrings(values, storage: storage, location: location, object: location.path(of: name))
      defer { H5Tclose(strings.type) }
      let dataset = try createDataset(name, type: strings.type, shape: shape, layout: layout)
      try dataset.location.handle.use { identifier in
        let all = tenas_h5_all()
        _ = try dataset.location.check(
          strings.withPointer { H5Dwrite(identifier, strings.type, all, all, tenas_h5_default(), $0) }, "write",
          kind: .inputOutput)
      }
      return dataset
    }
  }

  private func createDataset(_ name: String, type: hid_t, shape: [Int], layout: DatasetLayout) throws -> Dataset {
    try location.handle.use { identifier in
      let path = location.path(of: name)
      let space = try location.dataspace(shape, at: path)
      defer { H5Sclose(space) }
      let links = try intermediateGroups()
      defer { H5Pclose(links) }
      let properties = try location.check(tenas_h5_new_dataset_properties(), "create", at: path)
      defer { H5Pclose(properties) }
      try apply(layout, to: properties, shape: shape, path: path)
      let dataset = try location.check(
        H5Dcreate2(identifier, name, type, space, links, properties, tenas_h5_default()), "create the dataset",
        at: path, kind: .inputOutput)
      return try Dataset(owning: dataset, file: location.file, path: path)
    }
  }

  private func apply(_ layout: DatasetLayout, to properties: hid_t, shape: [Int], path: String) throws {
    guard case .chunked(let chunk, let gzip) = layout else { return }
    guard chunk.count == shape.count, zip(chunk, shape).allSatisfy({ 1 <= $0 && $0 <= $1 }) else {
      throw location.failure("chunks of shape \(chunk) do not fit a dataset of shape \(shape)", at: path)
    }
    try location.check(H5Pset_chunk(properties, Int32(chunk.count), chunk.map { hsize_t($0) }), "chunk", at: path)
    guard let gzip else { return }
    guard (0...9).contains(gzip) else { throw location.failure("gzip has levels 0 to 9, not \(gzip)", at: path) }
    try location.check(H5Pset_deflate(properties, UInt32(gzip)), "compress", at: path)
  }

  private func intermediateGroups() throws -> hid_t {
    let properties = try location.check(tenas_h5_new_link_properties(), "create links")
    H5Pset_create_intermediate_group(properties, 1)
    return properties
  }

  private func requireElements(_ count: Int, in shape: [Int], of name: String) throws {
    guard elementCount(of: shape) == count else {
      throw location.failure("\(count) values do not fill the shape \(shape)", at: location.path(of: name))
    }
  }
}

extension Location {
  /// A simple dataspace (a scalar one for no dimensions), which the caller closes.
  func dataspace(_ shape: [Int], at object: String? = nil) throws -> hid_t {
    guard shape.allSatisfy({ $0 >= 0 }), shape.count <= 32 else {
      throw failure("there is no array of shape \(shape)", at: object)
    }
    if shape.isEmpty { return try check(H5Screate(H5S_SCALAR), "make a scalar", at: object) }
    return try check(
      H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil), "make an array of shape \(shape)",
      at: object)
  }
}

/// The number of elements in an array of the given shape; nil if that is negative or too large for an `Int`.
func elementCount(of shape: [Int]) -> Int? {
  var count = 1
  for extent in shape {
    let (product, overflow) = count.multipliedReportingOverflow(by: extent)
    guard !overflow, extent >= 0 else { return nil }
    count = product
  }
  return count
}
