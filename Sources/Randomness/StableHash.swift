/// A 64-bit hash that is the same in every process and on every machine (Swift's own `Hasher` is seeded per process).
///
/// FNV-1a over the bytes, finished with SplitMix64's mixing function. It names random streams and settings; it is not a
/// defence against anyone.
public struct StableHash: Sendable {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// An empty hash.
  public init() {}

  /// Adds the eight bytes of an integer, least significant first.
  public mutating func combine(_ value: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { combine(byte: UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// Adds a string's UTF-8 bytes and their count, so that neighbouring strings cannot run together.
  public mutating func combine(_ text: String) {
    for byte in text.utf8 { combine(byte: byte) }
    combine(UInt64(text.utf8.count))
  }

  /// Adds one byte.
  public mutating func combine(byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }

  /// The hash of everything added so far.
  public var value: UInt64 {
    var mixed = state &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
