import CHDF5

extension HDF5Object {
  /// Whether there is an attribute of that name.
  ///
  /// - Throws: `HDF5Error` if the object is damaged.
  public func hasAttribute(_ name: String) throws -> Bool {
    try location.handle.use { identifier in
      try location.check(H5Aexists(identifier, name), "look up an attribute", at: attributePath(name)) > 0
    }
  }

  /// Opens an attribute: `try file.attribute("version").scalar(as: Int64.self)`.
  ///
  /// - Throws: `HDF5Error` if there is none of that name.
  public func attribute(_ name: String) throws -> Attribute {
    let path = attributePath(name)
    guard try hasAttribute(name) else { throw location.failure("there is no such attribute", at: path) }
    return try location.handle.use { identifier in
      let attribute = try location.check(H5Aopen(identifier, name, tenas_h5_default()), "open", at: path)
      return try Attribute(owning: attribute, file: location.file, path: path)
    }
  }

  /// The names of all attributes, sorted by their bytes.
  ///
  /// - Throws: `HDF5Error` if the object is damaged.
  public func attributeNames() throws -> [String] {
    try location.handle.use { identifier in
      // A file's identifier has attributes only through the object it stands for, its root group.
      let object = try location.check(H5Oopen(identifier, ".", tenas_h5_default()), "list the attributes")
      defer { H5Oclose(object) }
      let count = try location.check(H5Aget_num_attrs(object), "list the attributes")
      return try (0..<hsize_t(count)).map { try attributeName($0, of: identifier) }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  private func attributeName(_ index: hsize_t, of identifier: hid_t) throws -> String {
    func copyName(_ buffer: UnsafeMutablePointer<CChar>?, _ size: Int) -> Int {
      H5Aget_name_by_idx(identifier, ".", H5_INDEX_NAME, H5_ITER_INC, index, buffer, size, tenas_h5_default())
    }
    let length = try location.check(copyName(nil, 0), "list the attributes")
    var buffer = [CChar](repeating: 0, count: length + 1)
    try location.check(copyName(&buffer, buffer.count), "list the attributes")
    return String(decoding: buffer.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Writes a number as a scalar attribute, in place of any of that name.
  ///
  /// - Throws: `HDF5Error` if the file cannot be written.
  public func setAttribute<Element: NumericElement>(_ name: String, _ value: Element) throws {
    try setAttribute(name, [value], shape: [])
  }

  /// Writes numbers as an array attribute, in place of any of that name.
  ///
  /// - Parameters:
  ///   - name: the attribute's name.
  ///   - values: its elements, the last dimension varying fastest.
  ///   - shape: its extent along each dimension; nil for one dimension of all the values.
  /// - Throws: `HDF5Error` if the shape does not hold the values or the file cannot be written.
  public func setAttribute<Element: NumericElement>(_ name: String, _ values: [Element], shape: [Int]? = nil) throws {
    let type = Element.numericType
    try HDF5Library.locked {
      try setAttribute(name, count: values.count, type: type.inFile, shape: shape ?? [values.count]) {
        values.isEmpty ? 0 : H5Awrite($0, type.inMemory, values)
      }
    }
  }

  /// Writes a string as a scalar attribute, in place of any of that name.
  ///
  /// - Throws: `HDF5Error` if the string contains a zero byte or the file cannot be written.
  public func setAttribute(_ name: String, _ value: String, storage: StringStorage = .variableLength) throws {
    try setAttribute(name, [value], shape: [], storage: storage)
  }

  /// Writes strings as an array attribute, in place of any of that name; parameters as for numbers.
  ///
  /// - Throws: `HDF5Error` if the shape does not hold the values, a string contains a zero byte or the file cannot be
  ///   written.
  public func setAttribute(
    _ name: String, _ values: [String], shape: [Int]? = nil, storage: StringStorage = .variableLength
  ) throws {
    try HDF5Library.locked {
      let strings = try EncodedStrings(values, storage: storage, location: location, object: attributePath(name))
      defer { H5Tclose(strings.type) }
      try setAttribute(name, count: values.count, type: strings.type, shape: shape ?? [values.count]) { attribute in
        strings.withPointer { H5Awrite(attribute, strings.type, $0) }
      }
    }
  }

  private func setAttribute(
    _ name: String, count: Int, type: hid_t, shape: [Int], _ write: (hid_t) -> herr_t
  ) throws {
    let path = attributePath(name)
    guard elementCount(of: shape) == count else {
      throw location.failure("\(count) values do not fill the shape \(shape)", at: path)
    }
    let exists = try hasAttribute(name)
    try location.handle.use { identifier in
      let space = try location.dataspace(shape, at: path)
      defer { H5Sclose(space) }
      if exists { try location.check(H5Adelete(identifier, name), "replace", at: path, kind: .inputOutput) }
      let attribute = try location.check(
        H5Acreate2(identifier, name, type, space, tenas_h5_default(), tenas_h5_default()), "create", at: path,
        kind: .inputOutput)
      defer { H5Aclose(attribute) }
      try location.check(write(attribute), "write", at: path, kind: .inputOutput)
    }
  }

  private func attributePath(_ name: String) -> String { "\(location.path) attribute '\(name)'" }
}
