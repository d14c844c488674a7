import CHDF5

extension Dataset {
  /// A field of records: one column of a table.
  public struct Field: Sendable {
    /// Its name.
    public let name: String
    /// What its elements are.
    public let elementClass: ElementClass
  }

  /// The fields of records, in their order; none of what are no records.
  ///
  /// - Throws: `HDF5Error` if the file is damaged.
  public func fields() throws -> [Field] {
    guard elementClass == .compound else { return [] }
    return try location.handle.use { identifier in
      let type = try location.check(H5Dget_type(identifier), "read the element type")
      defer { H5Tclose(type) }
      return try (0..<max(0, H5Tget_nmembers(type))).map { number in
        let member = try location.check(H5Tget_member_type(type, UInt32(number)), "read a field's type")
        defer { H5Tclose(member) }
        let name = H5Tget_member_name(type, UInt32(number))
        defer { H5free_memory(name) }
        return Field(name: name.map { String(cString: $0) } ?? "", elementClass: ElementClass(type: member))
      }
    }
  }

  /// The numbers of one field, a record each.
  ///
  /// - Throws: `HDF5Error` if there is no such field, or it cannot be read as `Element`.
  public func read<Element: NumericElement>(field name: String, as: Element.Type) throws -> [Element] {
    let field = try field(named: name)
    guard Element.numericType.accepts(field.elementClass) else {
      throw location.failure(
        "holds \(field.elementClass), which cannot be read as \(Element.numericType.rawValue)", at: path(of: name))
    }
    return try HDF5Library.locked {
      let type = try recordType(name, of: Element.numericType.inMemory, bytes: MemoryLayout<Element>.size)
      defer { H5Tclose(type) }
      return try readNumbers(shape: shape) { identifier, buffer in
        readAll(identifier, type: type, into: buffer)
      }
    }
  }

  /// The texts of one field of strings, a record each.
  ///
  /// - Throws: `HDF5Error` if there is no such field, or it holds no strings of UTF-8.
  public func readStrings(field name: String) throws -> [String] {
    let field = try field(named: name)
    return try location.handle.use { identifier in
      let whole = try location.check(H5Dget_type(identifier), "read the element type")
      defer { H5Tclose(whole) }
      let number = try location.check(H5Tget_member_index(whole, name), "find the field", at: path(of: name))
      let member = try location.check(H5Tget_member_type(whole, UInt32(number)), "read a field's type")
      defer { H5Tclose(member) }
      let bytes = Int(H5Tget_size(member))
      let type = try recordType(name, of: member, bytes: bytes)
      defer { H5Tclose(type) }
      switch field.elementClass {
      case .fixedString: return try fixedStrings(bytes, of: type, stored: member)
      case .variableString: return try variableStrings(of: type)
      default:
        throw location.failure("holds \(field.elementClass), where strings are needed", at: path(of: name))
      }
    }
  }

  private func field(named name: String) throws -> Field {
    guard let field = try fields().first(where: { $0.name == name }) else {
      throw location.failure("there is no such field", at: path(of: name))
    }
    return field
  }

  private func path(of field: String) -> String { "\(location.path)/\(field)" }

  /// The type, in memory, of records that have one field of the stored ones.
  private func recordType(_ name: String, of member: hid_t, bytes: Int) throws -> hid_t {
    let type = try location.check(H5Tcreate(H5T_COMPOUND, bytes), "make a type")
    try location.check(H5Tinsert(type, name, 0, member), "make a type")
    return type
  }
}
