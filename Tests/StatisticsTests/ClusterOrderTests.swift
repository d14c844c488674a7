import Randomness
import Statistics
import Testing

/// What is alike stands side by side.
@Suite struct ClusterOrderTests {
  @Test func pointsOnALineComeInTheirOrder() {
    let places = [5.0, 1, 9, 2, 8.5, 1.2]
    let order = clusterOrder(count: places.count) { abs(places[$0] - places[$1]) }
    let sorted = places.indices.sorted { places[$0] < places[$1] }
    #expect(order == sorted || order == sorted.reversed())
  }

  @Test func groupsStayTogether() {
    var stream = RandomStream(seed: 3, purpose: "cluster order")
    let groups = stream.distinctIntegers(30, below: 30).map { $0 % 3 }
    let order = clusterOrder(count: 30) { groups[$0] == groups[$1] ? 0.1 : 1 }
    #expect(order.sorted() == Array(0..<30))
    let changes = zip(order, order.dropFirst()).count { groups[$0] != groups[$1] }
    #expect(changes == 2)
  }

  @Test func fewThings() {
    #expect(clusterOrder(count: 0) { _, _ in 0 } == [] && clusterOrder(count: 1) { _, _ in 0 } == [0])
    #expect(clusterOrder(count: 3) { _, _ in .nan }.sorted() == [0, 1, 2])
  }
}
