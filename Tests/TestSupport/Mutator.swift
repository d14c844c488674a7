import Randomness

/// Random changes of text, from a seed.
package struct Mutator {
  /// Bytes that mean something to some parser.
  private static let telling = Array("0123456789,|~()[]{}\"'-+.eE \n\r\0".utf8)
  private var stream: RandomStream

  package init(seed: UInt64) { stream = RandomStream(seed: seed, purpose: "mutator", architecture: 0, repeat: 0) }

  /// A number below a bound.
  package mutating func below(_ bound: Int) -> Int { Int(stream.next() % UInt64(max(bound, 1))) }

  /// Bytes flipped, replaced, removed and added, lines swapped, doubled and removed.
  package mutating func damage(_ bytes: [UInt8], times: Int) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<times { below(10) < 6 ? damageBytes(&bytes) : damageLines(&bytes) }
    return bytes
  }

  private mutating func damageBytes(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(below(256))) }
    let place = below(bytes.count)
    switch below(5) {
    case 0: bytes[place] ^= UInt8(1 << below(8))
    case 1: bytes[place] = UInt8(below(256))
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(8)))
    case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + below(16))], at: below(bytes.count))
    default: bytes[place] = Self.telling[below(Self.telling.count)]
    }
  }

  private mutating func damageLines(_ bytes: inout [UInt8]) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    let (a, b) = (below(lines.count), below(lines.count))
    switch below(3) {
    case 0: lines.swapAt(a, b)
    case 1: lines.insert(lines[a], at: b)
    default: lines.remove(at: a)
    }
    bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }
}
