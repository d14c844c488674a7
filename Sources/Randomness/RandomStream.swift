/// A counter-based random stream: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
///
/// A stream is named by what it is for, not by when it is drawn: the run's seed, a purpose, the architecture's index and
/// the repeat (and, within those, a name such as a parameter's). Two streams with different names are independent, and a
/// stream yields the same numbers whichever thread, shard or resumed run asks for it.
///
/// ```swift
/// var stream = RandomStream(seed: 7, purpose: "kappa-parameters", architecture: 284, repeat: 0, name: "stem.0.weight")
/// let weight = stream.normal()
/// ```
public struct RandomStream: RandomNumberGenerator, Sendable {
  private let key: (UInt32, UInt32)
  private var counter: (UInt32, UInt32, UInt32, UInt32)
  private var block: (UInt64, UInt64) = (0, 0)
  private var remaining = 0
  private var spareNormal: Double?

  /// Opens the stream with the given name.
  ///
  /// - Parameters:
  ///   - seed: the run's seed; it is Philox's key.
  ///   - purpose: what the numbers are for, for example `"sample"`.
  ///   - architecture: the architecture's index (NAS-Bench-201) or the hash of its genotype (DARTS).
  ///   - repeat: the re-initialisation, from 0.
  ///   - name: a name within those, for example a parameter's; empty for none.
  public init(seed: UInt64, purpose: String, architecture: UInt64 = 0, repeat: Int = 0, name: String = "") {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    var digest = StableHash()
    digest.combine(purpose)
    digest.combine(architecture)
    digest.combine(UInt64(`repeat`))
    digest.combine(name)
    let stream = digest.value
    counter = (0, 0, UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    if remaining == 0 {
      block = Self.philox(counter, key: key)
      counter.0 &+= 1
      if counter.0 == 0 { counter.1 &+= 1 }
      remaining = 2
    }
    remaining -= 1
    return remaining == 1 ? block.0 : block.1
  }

  /// A number uniform on (0, 1], with 53 random bits; never zero, so that its logarithm is finite.
  public mutating func uniform() -> Double {
    Double((next() >> 11) &+ 1) * 0x1p-53
  }

  /// An integer uniform on 0..<bound, without modulo bias (Lemire's multiply-shift with rejection).
  ///
  /// - Precondition: `bound` is positive.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "an integer is drawn from 0..<bound; bound must be positive, not \(bound)")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// `count` distinct integers of 0..<bound, uniform over all ordered selections (the head of a Fisher–Yates shuffle).
  ///
  /// - Precondition: `0 <= count <= bound`.
  public mutating func distinctIntegers(_ count: Int, below bound: Int) -> [Int] {
    precondition(0 <= count && count <= bound, "cannot draw \(count) distinct integers below \(bound)")
    var pool = Array(0..<bound)
    for position in 0..<count {
      pool.swapAt(position, position + integer(below: bound - position))
    }
    return Array(pool[..<count])
  }

  mutating func takeSpareNormal() -> Double? {
    defer { spareNormal = nil }
    return spareNormal
  }

  mutating func keepSpareNormal(_ value: Double) { spareNormal = value }

  private static func philox(
    _ counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt64, UInt64) {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for _ in 0..<10 {
      let p0 = c0.multipliedFullWidth(by: 0xD251_1F53)
      let p1 = c2.multipliedFullWidth(by: 0xCD9E_8D57)
      (c0, c1, c2, c3) = (p1.high ^ c1 ^ k0, p1.low, p0.high ^ c3 ^ k1, p0.low)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return (UInt64(c1) << 32 | UInt64(c0), UInt64(c3) << 32 | UInt64(c2))
  }
}

extension RandomStream {
  /// Encrypts one counter block; the published test vectors of Random123 are checked against it.
  public static func philoxBlock(counter: [UInt32], key: [UInt32]) -> [UInt32] {
    precondition(counter.count == 4 && key.count == 2, "Philox4x32 takes four counter words and two key words")
    let (low, high) = philox((counter[0], counter[1], counter[2], counter[3]), key: (key[0], key[1]))
    return [low, low >> 32, high, high >> 32].map { UInt32(truncatingIfNeeded: $0) }
  }
}
