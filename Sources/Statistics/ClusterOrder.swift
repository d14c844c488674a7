/// An order of things in which those that are alike stand side by side.
///
/// Average linkage: the two groups whose members are nearest to each other on average are joined, the ends that are nearest turned
/// to each other, until one group is left. Of equal distances the first counts.
///
/// - Parameter distance: how unlike two things are; symmetric.
/// - Returns: the numbers 0..<count in that order.
public func clusterOrder(count: Int, distance: (Int, Int) -> Double) -> [Int] {
  let between = (0..<count).map { first in (0..<count).map { distance(first, $0) } }
  var groups = (0..<count).map { [$0] }
  func mean(_ first: [Int], _ second: [Int]) -> Double {
    first.flatMap { left in second.map { between[left][$0] } }.reduce(0, +) / Double(first.count * second.count)
  }
  while groups.count > 1 {
    var nearest = (first: 0, second: 1, distance: Double.infinity)
    for first in groups.indices {
      for second in groups.indices where second > first {
        let far = mean(groups[first], groups[second])
        if far < nearest.distance { nearest = (first, second, far) }
      }
    }
    let (left, right) = (groups[nearest.first], groups[nearest.second])
    let turns = [
      (left, right), (left, right.reversed()), (left.reversed(), right), (left.reversed(), right.reversed()),
    ]
    let joined = turns.min { between[$0.0.last!][$0.1.first!] < between[$1.0.last!][$1.1.first!] }!
    groups[nearest.first] = joined.0 + joined.1
    groups.remove(at: nearest.second)
  }
  return groups.first ?? []
}
