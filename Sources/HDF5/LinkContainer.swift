import CHDF5

/// What a link leads to.
public enum ObjectKind: String, Sendable {
  /// A group.
  case group
  /// A dataset.
  case dataset
  /// A named type.
  case other
}

extension LinkContainer {
  /// The names of the links in this container, sorted by their bytes.
  ///
  /// - Throws: `HDF5Error` if the group is damaged.
  public func names() throws -> [String] {
    try location.handle.use { identifier in
      var info = H5G_info_t()
      try location.check(H5Gget_info(identifier, &info), "list")
      return try (0..<info.nlinks).map { try name(ofLink: $0, in: identifier) }.sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    }
  }

  private func name(ofLink index: hsize_t, in identifier: hid_t) throws -> String {
    func copyName(_ buffer: UnsafeMutablePointer<CChar>?, _ size: Int) -> Int {
      H5Lget_name_by_idx(identifier, ".", H5_INDEX_NAME, H5_ITER_INC, index, buffer, size, tenas_h5_default())
    }
    let length = try location.check(copyName(nil, 0), "list")
    var buffer = [CChar](repeating: 0, count: length + 1)
    try location.check(copyName(&buffer, buffer.count), "list")
    return String(decoding: buffer.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// What is under a name or a path of names, such as `datasets/cifar10`; nil if there is nothing.
  ///
  /// - Throws: `HDF5Error` if an object is there but is damaged.
  public func kind(of name: String) throws -> ObjectKind? {
    try location.handle.use { identifier in
      guard try linkExists(name, in: identifier) else { return nil }
      let object = try location.check(
        H5Oopen(identifier, name, tenas_h5_default()), "open", at: location.path(of: name))
      defer { H5Oclose(object) }
      switch H5Iget_type(object) {
      case H5I_GROUP: return .group
      case H5I_DATASET: return .dataset
      default: return .other
      }
    }
  }

  /// Whether there is an object under a name or a path of names.
  ///
  /// - Throws: as `kind(of:)`.
  public func contains(_ name: String) throws -> Bool { try kind(of: name) != nil }

  /// The library asks that every group on the way be tested before the next; a link may also lead nowhere.
  private func linkExists(_ name: String, in identifier: hid_t) throws -> Bool {
    var prefix = name.hasPrefix("/") ? "" : "."
    for component in name.split(separator: "/") {
      prefix += "/" + component
      guard H5Lexists(identifier, prefix, tenas_h5_default()) > 0,
        H5Oexists_by_name(identifier, prefix, tenas_h5_default()) > 0
      else { return false }
    }
    return true
  }

  /// Opens a group by its name, or a path of names.
  ///
  /// - Throws: `HDF5Error` if there is none of that name.
  public func group(_ name: String) throws -> Group {
    try requireKind(.group, of: name)
    return try location.handle.use { identifier in
      let path = location.path(of: name)
      let group = try location.check(H5Gopen2(identifier, name, tenas_h5_default()), "open the group", at: path)
      return Group(
        location: Location(file: location.file, path: path, handle: Handle(group, closing: { H5Gclose($0) })))
    }
  }

  /// Opens a dataset by its name, or a path of names.
  ///
  /// - Throws: `HDF5Error` if there is none of that name.
  public func dataset(_ name: String) throws -> Dataset {
    try requireKind(.dataset, of: name)
    return try location.handle.use { identifier in
      let path = location.path(of: name)
      let dataset = try location.check(H5Dopen2(identifier, name, tenas_h5_default()), "open the dataset", at: path)
      return try Dataset(owning: dataset, file: location.file, path: path)
    }
  }

  private func requireKind(_ expected: ObjectKind, of name: String) throws {
    let path = location.path(of: name)
    guard let kind = try kind(of: name) else {
      throw location.failure("there is no such \(expected.rawValue)", at: path)
    }
    guard kind == expected else {
      throw location.failure("is a \(kind.rawValue), where a \(expected.rawValue) is needed", at: path)
    }
  }
}
