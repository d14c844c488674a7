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
  mutating func insert(_ pattern: ArraySlice<UInt64>) { pattern.withUnsafeBufferPointer { insert($0.baseAddress!) } }

  /// Adds the pattern of ``words`` words at an address unless it is there.
  mutating func insert(_ pattern: UnsafePointer<UInt64>) {
    var slot = Int(truncatingIfNeeded: hash(pattern)) & (slots.count - 1)
    while slots[slot] >= 0 {
      if isEqual(pattern, toPattern: Int(slots[slot])) { return }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(count)
    // Word by word: to append a buffer of two or three words takes longer than the words.
    for word in 0..<words { storage.append(pattern[word]) }
    count += 1
    if 2 * count > slots.count { grow() }
  }

  private func isEqual(_ pattern: UnsafePointer<UInt64>, toPattern number: Int) -> Bool {
    let first = number * words
    for word in 0..<words where storage[first + word] != pattern[word] { return false }
    return true
  }

  /// Doubles the slots once more than half are taken.
  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 2 * slots.count)
    storage.withUnsafeBufferPointer { storage in
      for number in 0..<count {
        var slot = Int(truncatingIfNeeded: hash(storage.baseAddress! + number * words)) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(number)
      }
    }
  }

  private func hash(_ pattern: UnsafePointer<UInt64>) -> UInt64 {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for word in 0..<words {
      state = (state ^ pattern[word]) &* 0xBF58_476D_1CE4_E5B9
      state ^= state >> 32
    }
    return state
  }
}
