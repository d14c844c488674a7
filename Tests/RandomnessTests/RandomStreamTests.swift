import Randomness
import Testing

@Suite struct PhiloxTests {
  /// The vectors of Random123's `kat_vectors` for philox4x32 with ten rounds.
  static let vectors: [(counter: [UInt32], key: [UInt32], block: [UInt32])] = [
    ([0, 0, 0, 0], [0, 0], [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]),
    (
      [.max, .max, .max, .max], [.max, .max],
      [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]
    ),
    (
      [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344], [0xA409_3822, 0x299F_31D0],
      [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]
    ),
  ]

  @Test(arguments: vectors) func publishedVectors(counter: [UInt32], key: [UInt32], block: [UInt32]) {
    #expect(RandomStream.philoxBlock(counter: counter, key: key) == block)
  }

  @Test func aStreamReadsConsecutiveBlocks() {
    var name = StableHash()
    name.combine("purpose")
    name.combine(UInt64(5))
    name.combine(UInt64(2))
    name.combine("stem")
    let high = [UInt32(truncatingIfNeeded: name.value), UInt32(truncatingIfNeeded: name.value >> 32)]
    var stream = RandomStream(seed: 0x1234_5678_9ABC_DEF0, purpose: "purpose", architecture: 5, repeat: 2, name: "stem")
    for block in UInt32(0)..<4 {
      let words = RandomStream.philoxBlock(counter: [block, 0] + high, key: [0x9ABC_DEF0, 0x1234_5678])
      #expect(stream.next() == UInt64(words[1]) << 32 | UInt64(words[0]))
      #expect(stream.next() == UInt64(words[3]) << 32 | UInt64(words[2]))
    }
  }
}

@Suite struct RandomStreamTests {
  @Test func everyPartOfTheNameMatters() {
    var streams = [
      RandomStream(seed: 1, purpose: "a"), RandomStream(seed: 2, purpose: "a"),
      RandomStream(seed: 1 << 32, purpose: "a"),
      RandomStream(seed: 1, purpose: "b"), RandomStream(seed: 1, purpose: "a", architecture: 1),
      RandomStream(seed: 1, purpose: "a", repeat: 1), RandomStream(seed: 1, purpose: "a", name: "n"),
      RandomStream(seed: 1, purpose: "an"), RandomStream(seed: 1, purpose: "", name: "a"),
    ]
    let heads = streams.indices.map { streams[$0].next() }
    #expect(Set(heads).count == streams.count)
    var again = RandomStream(seed: 1, purpose: "a")
    #expect(again.next() == heads[0])
  }

  /// The correlation of 10,000 pairs from independent streams has standard error 0.01.
  @Test func streamsAreUncorrelated() {
    for other in [UInt64(1), 2, 1 << 40] {
      var first = RandomStream(seed: 9, purpose: "p", architecture: 0)
      var second = RandomStream(seed: 9, purpose: "p", architecture: other)
      let sum = (0..<10_000).reduce(0.0) { total, _ in total + first.normal() * second.normal() }
      #expect(abs(sum / 10_000) < 0.04)
    }
  }

  @Test func uniformNumbersAreInTheHalfOpenIntervalAndUniform() {
    var stream = RandomStream(seed: 3, purpose: "uniform")
    var counts = [Int](repeating: 0, count: 100)
    for _ in 0..<100_000 {
      let value = stream.uniform()
      #expect(value > 0 && value <= 1)
      counts[min(99, Int(value * 100))] += 1
    }
    // 99 degrees of freedom: above 160 with probability 1e-4.
    #expect(counts.reduce(0.0) { $0 + (Double($1) - 1_000) * (Double($1) - 1_000) / 1_000 } < 160)
  }

  @Test(arguments: [1, 2, 3, 7, 10, 1_000]) func integersAreUniform(bound: Int) {
    var stream = RandomStream(seed: 4, purpose: "integers")
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<(1_000 * bound) { counts[stream.integer(below: bound)] += 1 }
    let chiSquare = counts.reduce(0.0) { $0 + (Double($1) - 1_000) * (Double($1) - 1_000) / 1_000 }
    let freedom = Double(bound - 1)
    #expect(chiSquare <= freedom + 5 * (2 * freedom).squareRoot())
  }

  @Test func integersReachTheEndsOfHugeRanges() {
    var stream = RandomStream(seed: 5, purpose: "integers")
    let drawn = (0..<1_000).map { _ in stream.integer(below: .max) }
    #expect(drawn.allSatisfy { $0 >= 0 && $0 < .max })
    #expect(drawn.contains { $0 > .max / 10 * 9 } && drawn.contains { $0 < .max / 10 })
  }

  @Test func distinctIntegersAreDistinctAndUniform() {
    var stream = RandomStream(seed: 6, purpose: "distinct")
    var pairs = [Int](repeating: 0, count: 25)
    for _ in 0..<20_000 {
      let drawn = stream.distinctIntegers(2, below: 5)
      pairs[5 * drawn[0] + drawn[1]] += 1
    }
    // All 20 ordered pairs are equally likely: 19 degrees of freedom, above 53 with probability 5e-5.
    #expect((0..<5).allSatisfy { pairs[6 * $0] == 0 })
    let chiSquare = pairs.filter { $0 > 0 }.reduce(0.0) { $0 + (Double($1) - 1_000) * (Double($1) - 1_000) / 1_000 }
    #expect(pairs.count { $0 > 0 } == 20 && chiSquare < 53)
    #expect(stream.distinctIntegers(0, below: 0).isEmpty)
    #expect(stream.distinctIntegers(50, below: 50).sorted() == Array(0..<50))
  }

  @Test func normalNumbersHaveTheirMoments() {
    var stream = RandomStream(seed: 7, purpose: "normal")
    let values = (0..<100_001).map { _ in stream.normal() }
    let count = Double(values.count)
    func moment(_ power: Int) -> Double {
      values.reduce(0) { total, value in total + (0..<power).reduce(1.0) { product, _ in product * value } } / count
    }
    let moments = (1...4).map(moment)
    #expect(values.allSatisfy { $0.isFinite })
    #expect(abs(moments[0]) < 0.015 && abs(moments[1] - 1) < 0.02)
    #expect(abs(moments[2]) < 0.04 && abs(moments[3] - 3) < 0.15)
    #expect(abs(Double(values.count { $0 > 1.959_964 }) / count - 0.025) < 0.002)
  }

  @Test func fillingIsDrawingOneByOne() {
    var (filled, drawn) = (RandomStream(seed: 8, purpose: "fill"), RandomStream(seed: 8, purpose: "fill"))
    var buffer = [Float](repeating: 0, count: 7)
    buffer.withUnsafeMutableBufferPointer { filled.fillNormal($0, standardDeviation: 0.5) }
    #expect(buffer == (0..<7).map { _ in Float(0.5 * drawn.normal()) })
    (filled, drawn) = (RandomStream(seed: 9, purpose: "fill"), RandomStream(seed: 9, purpose: "fill"))
    buffer.withUnsafeMutableBufferPointer { filled.fillUniform($0, bound: 0.5) }
    #expect(buffer == (0..<7).map { _ in Float(drawn.uniform() - 0.5) })
  }

  @Test func uniformNumbersHaveTheirVariance() {
    var stream = RandomStream(seed: 7, purpose: "uniform")
    var buffer = [Float](repeating: 0, count: 100_000)
    buffer.withUnsafeMutableBufferPointer { stream.fillUniform($0, bound: 2) }
    let square = buffer.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(buffer.count)
    #expect(abs(square - 4.0 / 3) < 0.02 && buffer.allSatisfy { abs($0) <= 2 })
    #expect(abs(buffer.reduce(0.0) { $0 + Double($1) } / Double(buffer.count)) < 0.02)
  }
}

@Suite struct StableHashTests {
  /// Computed with another implementation of FNV-1a and SplitMix64's finisher.
  @Test func knownValues() {
    func hash(_ add: (inout StableHash) -> Void) -> UInt64 {
      var hash = StableHash()
      add(&hash)
      return hash.value
    }
    #expect(hash { _ in } == 0xC381_7C01_6BA4_FF30)
    #expect(hash { $0.combine("tenas") } == 0x35F5_831C_CF2E_384F)
    #expect(hash { $0.combine(UInt64(0x0102_0304_0506_0708)) } == 0xD26E_261B_4DEE_0B9F)
    #expect(hash { $0.combine(byte: 255) } == 0x01DF_27C8_ADB0_F2D1)
  }

  @Test func neighbouringStringsDoNotRunTogether() {
    func hash(_ parts: [String]) -> UInt64 {
      var hash = StableHash()
      parts.forEach { hash.combine($0) }
      return hash.value
    }
    #expect(
      Set([hash(["ab", "c"]), hash(["a", "bc"]), hash(["abc"]), hash(["abc", ""]), hash(["", "abc"])]).count == 5)
  }
}
