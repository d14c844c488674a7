import Randomness

/// Two related columns; with `levels` above zero both have that many distinct values at most, and some infinities.
package func columns(_ count: Int, levels: Int, seed: UInt64) -> (x: [Double], y: [Double]) {
  var stream = RandomStream(seed: seed, purpose: "columns")
  let x = (0..<count).map { _ in levels > 0 ? Double(stream.integer(below: levels)) : stream.normal() }
  let y = x.map { $0 + (levels > 0 ? Double(stream.integer(below: levels)) : stream.normal()) }
  return (x.map { levels > 0 && $0 == 0 ? .infinity : $0 }, y)
}
