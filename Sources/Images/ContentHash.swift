/// A fast 64-bit hash of bytes, the same on every little-endian machine.
///
/// Each step is a bijection of the state (exclusive or with eight bytes, multiplication by an odd number, xor-shift), so
/// two inputs of one length that differ in a single word never collide. It names data in a run's settings; it is not a
/// defence against anyone.
func contentHash(of bytes: UnsafeRawBufferPointer) -> UInt64 {
  var state = UInt64(bytes.count)
  func absorb(_ word: UInt64) {
    state = (state ^ UInt64(littleEndian: word)) &* 0x9E37_79B9_7F4A_7C15
    state ^= state >> 32
  }
  let words = bytes.count / 8
  for index in 0..<words { absorb(bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)) }
  var tail: UInt64 = 0
  for byte in bytes[(8 * words)...] { tail = tail << 8 | UInt64(byte) }
  absorb(tail)
  return state
}
