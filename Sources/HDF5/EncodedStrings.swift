import CHDF5

/// Strings laid out as HDF5 takes them, with the type that says so. Whoever makes it closes `type`.
struct EncodedStrings {
  let type: hid_t
  private let bytes: [UInt8]
  /// Where each string starts in `bytes`, for variable-length storage; there every string ends with a zero byte.
  private let starts: [Int]?

  init(_ values: [String], storage: StringStorage, location: Location, object: String) throws {
    if let bad = values.first(where: { $0.utf8.contains(0) }) {
      throw location.failure("the string \(bad.debugDescription) contains a zero byte", at: object)
    }
    let length = max(1, values.map(\.utf8.count).max() ?? 1)
    type = try location.check(H5Tcopy(tenas_h5_c_string()), "make a string type", at: object)
    H5Tset_cset(type, H5T_CSET_UTF8)
    switch storage {
    case .fixedLength:
      H5Tset_size(type, length)
      H5Tset_strpad(type, H5T_STR_NULLPAD)
      bytes = values.flatMap { Array($0.utf8) + repeatElement(0, count: length - $0.utf8.count) }
      starts = nil
    case .variableLength:
      H5Tset_size(type, tenas_h5_variable())
      var bytes: [UInt8] = []
      starts = values.map { value in
        defer { bytes.append(contentsOf: Array(value.utf8) + [0]) }
        return bytes.count
      }
      self.bytes = bytes
    }
  }

  /// Runs a C call with the address of the elements.
  func withPointer(_ body: (UnsafeRawPointer) -> herr_t) -> herr_t {
    bytes.withUnsafeBytes { buffer in
      guard !buffer.isEmpty, let base = buffer.baseAddress else { return 0 }
      guard let starts else { return body(base) }
      return starts.map { base + $0 }.withUnsafeBytes { body($0.baseAddress!) }
    }
  }
}
