import Randomness
import Scores

/// Cells divided into folds so that isomorphic cells, whose accuracies and scores are nearly the same, are never on both sides.
package struct ClassFolds {
  /// Per cell, its fold.
  package let fold: [Int]
  /// The number of folds.
  package let count: Int

  /// Deals isomorphism classes, shuffled, to folds in turn.
  ///
  /// - Parameters:
  ///   - cells: places of the cells in a list.
  ///   - list: the list.
  ///   - count: the number of folds.
  ///   - seed: of the shuffle.
  ///   - purpose: names the shuffle among those of the seed.
  package init(_ cells: [Int], of list: CellList = .nasBench201, count: Int, seed: UInt64, purpose: String) {
    let classes = cells.map(list.isomorphismClass)
    let order = Self.shuffled(Set(classes).sorted(), seed: seed, purpose: purpose)
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0 % count) })
    fold = classes.map { places[$0]! }
    self.count = count
  }

  /// As many cells as were asked for, whole classes but for the last, ascending.
  package static func sample(
    _ places: [Int], of cells: [Int], in list: CellList = .nasBench201, count: Int, seed: UInt64, purpose: String
  ) -> [Int] {
    guard count < places.count else { return places }
    let members = Dictionary(grouping: places) { list.isomorphismClass(of: cells[$0]) }
    let order = shuffled(members.keys.sorted(), seed: seed, purpose: purpose)
    return order.flatMap { members[$0]! }.prefix(count).sorted()
  }

  private static func shuffled(_ items: [Int], seed: UInt64, purpose: String) -> [Int] {
    var stream = RandomStream(seed: seed, purpose: purpose)
    return stream.distinctIntegers(items.count, below: items.count).map { items[$0] }
  }
}
