/// The cyclic redundancy check CRC-32 of ISO 3309 (as zlib's `crc32`) of a column's bytes: float64, little-endian, NaN
/// included, the seed varying fastest.
///
/// In Python: `zlib.crc32(column[:].tobytes())`. It finds damage, not forgery.
public func columnChecksum(_ values: [Double]) -> UInt32 {
  var state: UInt32 = .max
  for value in values {
    var bits = value.bitPattern
    for _ in 0..<8 {
      state = crcTable[Int(UInt8(truncatingIfNeeded: state) ^ UInt8(truncatingIfNeeded: bits))] ^ state >> 8
      bits >>= 8
    }
  }
  return ~state
}

/// The remainders of all bytes for the reflected polynomial 0xEDB88320.
private let crcTable: [UInt32] = (0..<256).map { byte in
  (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
}
