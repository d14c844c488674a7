import Randomness

/// The images of each class, for class-balanced batches.
struct ImageClasses: Sendable {
  /// The indices of each class that has images, by label.
  private let members: [[Int]]

  /// Sorts images by their label.
  init(labels: [UInt16]) {
    var members = [[Int]](repeating: [], count: Int(labels.max() ?? 0) + 1)
    for (image, label) in labels.enumerated() { members[Int(label)].append(image) }
    self.members = members.filter { !$0.isEmpty }
  }

  /// How many classes have images.
  var count: Int { members.count }

  /// How many images the smallest of them has.
  var smallest: Int { members.map(\.count).min() ?? 0 }

  /// Draws `count` distinct images, at most `smallest` of a class.
  ///
  /// The classes take turns, in an order that is drawn first; each turn gives one of the images that the class has left, all
  /// equally likely. So two classes differ by one image at most, and a smaller batch is the head of a larger one.
  ///
  /// - Precondition: `count <= self.count * smallest`.
  func draw(_ count: Int, stream: inout RandomStream) -> [Int] {
    let turns = stream.distinctIntegers(members.count, below: members.count)
    var members = members
    return (0..<count).map { place in
      let (round, turn) = place.quotientAndRemainder(dividingBy: turns.count)
      let label = turns[turn]
      members[label].swapAt(round, round + stream.integer(below: members[label].count - round))
      return members[label][round]
    }
  }
}
