import CHDF5

/// No array larger than this is read at once: a damaged or hostile file may claim any shape.
private let largestReadInBytes = 1 << 34

extension StoredArray {
  /// All elements, the last dimension varying fastest.
  ///
  /// - Throws: `HDF5Error` if they cannot be read as `Element` (see `NumericElement`) or the file is damaged.
  public func read<Element: NumericElement>(as: Element.Type) throws -> [Element] {
    try requireNumbers(Element.numericType)
    return try readNumbers(shape: shape) { identifier, buffer in
      readAll(identifier, type: Element.numericType.inMemory, into: buffer)
    }
  }

  /// The one element of a scalar, or of an array of one.
  ///
  /// - Throws: as `read(as:)`, and if there is not exactly one element.
  public func scalar<Element: NumericElement>(as: Element.Type) throws -> Element {
    try requireOneElement()
    return try read(as: Element.self)[0]
  }

  /// The one element of a scalar as a truth value: h5py's booleans, or an integer other than zero.
  ///
  /// - Throws: as `scalar(as:)`.
  public func boolean() throws -> Bool { try scalar(as: Int64.self) != 0 }

  func requireOneElement() throws {
    guard elementCount(of: shape) == 1 else {
      throw location.failure("has the shape \(shape), where a scalar is needed")
    }
  }

  func requireNumbers(_ wanted: NumericType) throws {
    guard wanted.accepts(elementClass) else {
      throw location.failure("holds \(elementClass), which cannot be read as \(wanted.rawValue)")
    }
  }

  func requireReadable(_ shape: [Int], bytesPerElement: Int) throws -> Int {
    guard let count = elementCount(of: shape), count <= largestReadInBytes / max(1, bytesPerElement) else {
      throw location.failure("has the shape \(shape), which is too large to be read at once")
    }
    return count
  }

  func readNumbers<Element: NumericElement>(
    shape: [Int], _ transfer: (hid_t, UnsafeMutableRawPointer) throws -> herr_t
  ) throws -> [Element] {
    let count = try requireReadable(shape, bytesPerElement: MemoryLayout<Element>.stride)
    guard count > 0 else { return [] }
    return try location.handle.use { identifier in
      try explaining {
        try [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
          try location.check(try transfer(identifier, UnsafeMutableRawPointer(buffer.baseAddress!)), "read")
          initialized = count
        }
      }
    }
  }

  /// Runs a read; one that fails for want of a filter says so.
  func explaining<Result>(_ read: () throws -> Result) throws -> Result {
    guard let dataset = self as? Dataset else { return try read() }
    return try dataset.explained(read)
  }

  func readAll(_ identifier: hid_t, type: hid_t, into buffer: UnsafeMutableRawPointer) -> herr_t {
    if H5Iget_type(identifier) == H5I_ATTR { return H5Aread(identifier, type, buffer) }
    return H5Dread(identifier, type, tenas_h5_all(), tenas_h5_all(), tenas_h5_default(), buffer)
  }
}
