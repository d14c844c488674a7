/// Matrices of bits.
enum BitMatrix {
  /// Transposes a 64 x 64 matrix, bit c of word r, by exchanging ever smaller quarters (Warren, Hacker's Delight, 7-3).
  static func transpose64(_ rows: UnsafeMutablePointer<UInt64>) {
    var (width, mask) = (32, UInt64(0x0000_0000_FFFF_FFFF))
    while width != 0 {
      var row = 0
      while row < 64 {
        let exchanged = (rows[row] >> UInt64(width) ^ rows[row + width]) & mask
        rows[row] ^= exchanged << UInt64(width)
        rows[row + width] ^= exchanged
        row = (row + width + 1) & ~width
      }
      width >>= 1
      mask ^= mask << UInt64(width)
    }
  }
}
