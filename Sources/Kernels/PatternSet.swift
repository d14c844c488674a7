/// A set of bit patterns of one length, packed into 64-bit words: open addressing, exact comparison.
public struct PatternSet: Sendable {
  /// Words in a pattern.
  let words: Int
  /// The number of distinct patterns inserted.
  public private(set) var count = 0
  private var slots: [Int32]
  private var storage: [UInt64] = []

  /// - Parameter capacity: the most patterns that will be inserted.
  init(bits: Int, capacity: Int) {
    words = max((bits + 63) / 64, 1)
    slots = Self.emptySlots(capacity: capacity)
    storage.reserveCapacity(capacity * words)
  }

  /// At least twice as many places as patterns, so that searches stay short.
  private static func emptySlots(capacity: Int) -> [Int32] {
    var size = 16
    while size < 2 * capacity { size *= 2 }
    return [Int32](repeating: -1, count: size)
  }

  /// Adds the patterns of another set.
  ///
  /// - Precondition: its patterns have the same length.
  public mutating func formUnion(_ other: PatternSet) {
    precondition(words == other.words, "patterns of \(other.words) words cannot join patterns of \(words)")
    if 2 * (count + other.count) > slots.count { makeRoom(for: count + other.count) }
    for place in 0..<other.count { insert(other.storage[place * words..<(place + 1) * words]) }
  }

  /// Finds new places for the patterns there are, enough for as many as will be.
  private mutating func makeRoom(for capacity: Int) {
    slots = Self.emptySlots(capacity: capacity)
    let patterns = storage
    (count, storage) = (0, [])
    storage.reserveCapacity(capacity * words)
    for first in stride(from: 0, to: patterns.count, by: words) { insert(patterns[first..<first + words]) }
  }

  /// Adds a pattern unless it is there.
  mutating func insert(_ pattern: ArraySlice<UInt64>) {
    var slot = Int(truncatingIfNeeded: Self.hash(pattern)) & (slots.count - 1)
    while slots[slot] >= 0 {
      let first = Int(slots[slot]) * words
      if storage[first..<first + words] == pattern { return }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(count)
    storage += pattern
    count += 1
  }

  private static func hash(_ pattern: ArraySlice<UInt64>) -> UInt64 {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for word in pattern {
      state = (state ^ word) &* 0xBF58_476D_1CE4_E5B9
      state ^= state >> 32
    }
    return state
  }
}
