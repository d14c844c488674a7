/// The parts of Python's `random` module that the benchmark's index order was made with: the Mersenne Twister MT19937
/// (Matsumoto and Nishimura, ACM TOMACS 8, 1998), its seeding by an integer, and `shuffle`.
///
/// For new random numbers use `RandomStream`.
public struct PythonRandom: Sendable {
  private var state: [UInt32]
  private var position = 624

  /// The generator after `random.seed(seed)`.
  public init(seed: UInt32) {
    state = Self.initialState(19_650_218)
    mixIn(seed)
  }

  private static func initialState(_ seed: UInt32) -> [UInt32] {
    var state = [seed]
    for index in UInt32(1)..<624 {
      let last = state[state.count - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ index)
    }
    return state
  }

  /// MT19937's `init_by_array` for a key of one word, which is how Python seeds with a small integer.
  private mutating func mixIn(_ key: UInt32) {
    var index = 1
    func previous() -> UInt32 { state[index - 1] ^ (state[index - 1] >> 30) }
    func advance() {
      index += 1
      if index == 624 { (state[0], index) = (state[623], 1) }
    }
    for _ in 0..<624 {
      state[index] = (state[index] ^ (previous() &* 1_664_525)) &+ key
      advance()
    }
    for _ in 0..<623 {
      state[index] = (state[index] ^ (previous() &* 1_566_083_941)) &- UInt32(index)
      advance()
    }
    state[0] = 0x8000_0000
  }

  /// The next 32 random bits.
  public mutating func nextWord() -> UInt32 {
    if position == 624 { twist() }
    var word = state[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  private mutating func twist() {
    for index in 0..<624 {
      let joined = (state[index] & 0x8000_0000) | (state[(index + 1) % 624] & 0x7FFF_FFFF)
      state[index] = state[(index + 397) % 624] ^ (joined >> 1) ^ (joined & 1 == 0 ? 0 : 0x9908_B0DF)
    }
    position = 0
  }

  /// An integer uniform on 0..<bound, by drawing just enough bits until the number fits (`random._randbelow`).
  ///
  /// - Precondition: `bound` is in 1..<2³².
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0 && bound < 1 << 32, "bound must be in 1..<2^32, not \(bound)")
    let unusedBits = UInt32(bound).leadingZeroBitCount
    while true {
      let candidate = Int(nextWord() >> UInt32(unusedBits))
      if candidate < bound { return candidate }
    }
  }

  /// Permutes the elements as `random.shuffle` does.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, integer(below: last + 1))
    }
  }
}
