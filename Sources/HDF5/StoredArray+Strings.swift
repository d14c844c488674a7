import CHDF5
import Foundation

extension StoredArray {
  /// All elements as strings, the last dimension varying fastest.
  ///
  /// Fixed-length strings lose their padding: zero bytes, or trailing spaces where the file says so.
  ///
  /// - Throws: `HDF5Error` if they are no strings, are not UTF-8 or the file is damaged.
  public func readStrings() throws -> [String] {
    switch elementClass {
    case .fixedString(let bytes): try readFixedStrings(bytes)
    case .variableString: try readVariableStrings()
    default: throw location.failure("holds \(elementClass), where strings are needed")
    }
  }

  /// The one string of a scalar, or of an array of one.
  ///
  /// - Throws: as `readStrings()`, and if there is not exactly one element.
  public func string() throws -> String {
    try requireOneElement()
    return try readStrings()[0]
  }

  private func readFixedStrings(_ bytes: Int) throws -> [String] {
    try location.handle.use { identifier in
      let type = try storedType(identifier)
      defer { H5Tclose(type) }
      return try fixedStrings(bytes, of: type, stored: type)
    }
  }

  /// Reads strings of a fixed length, as elements or as the one field of `type`; `stored` says how they are padded.
  func fixedStrings(_ bytes: Int, of type: hid_t, stored: hid_t) throws -> [String] {
    let count = try requireReadable(shape, bytesPerElement: bytes)
    guard count > 0 else { return [] }
    return try location.handle.use { identifier in
      let spacePadded = H5Tget_strpad(stored) == H5T_STR_SPACEPAD
      var buffer = [UInt8](repeating: 0, count: count * bytes)
      try explaining { _ = try location.check(readAll(identifier, type: type, into: &buffer), "read") }
      return try stride(from: 0, to: buffer.count, by: bytes).map { start in
        var text = buffer[start..<start + bytes].prefix { $0 != 0 }
        if spacePadded { while text.last == UInt8(ascii: " ") { text.removeLast() } }
        return try decode(text)
      }
    }
  }

  private func readVariableStrings() throws -> [String] {
    try location.handle.use { identifier in
      let type = try storedType(identifier)
      defer { H5Tclose(type) }
      return try variableStrings(of: type)
    }
  }

  /// Reads strings of any length, as elements or as the one field of `type`.
  func variableStrings(of type: hid_t) throws -> [String] {
    let count = try requireReadable(shape, bytesPerElement: MemoryLayout<UnsafeMutablePointer<CChar>?>.stride)
    guard count > 0 else { return [] }
    return try location.handle.use { identifier in
      let space = try location.dataspace(shape)
      defer { H5Sclose(space) }
      var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
      defer { H5Dvlen_reclaim(type, space, tenas_h5_default(), &pointers) }
      try explaining { _ = try location.check(readAll(identifier, type: type, into: &pointers), "read") }
      return try pointers.map { pointer in
        guard let pointer else { return "" }
        return try decode(UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
      }
    }
  }

  /// The type as stored serves in memory too: strings are then copied without conversion.
  private func storedType(_ identifier: hid_t) throws -> hid_t {
    let isAttribute = H5Iget_type(identifier) == H5I_ATTR
    return try location.check(isAttribute ? H5Aget_type(identifier) : H5Dget_type(identifier), "read the element type")
  }

  private func decode(_ bytes: some Collection<UInt8>) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw location.failure("holds a string that is not UTF-8")
    }
    return text
  }
}
