/// Float memory for one worker, handed out from the front and given back all at once, so that scoring thousands of cells
/// allocates no more than scoring the largest of them.
///
/// Every piece begins on a 64-byte boundary, as the vector loads of the kernels require. Not thread-safe: one arena a
/// thread.
public final class Arena {
  private var blocks: [UnsafeMutableRawBufferPointer] = []
  private var current = 0
  private var used = 0
  private static let alignment = 64
  private static let smallestBlock = 1 << 22

  /// An arena that holds nothing yet.
  public init() {}

  deinit { for block in blocks { block.deallocate() } }

  /// Bytes held from the system.
  public var capacity: Int { blocks.reduce(0) { $0 + $1.count } }

  /// A place in the arena, to return to.
  package struct Mark {
    fileprivate let current, used: Int
  }

  /// The present place.
  package var mark: Mark { Mark(current: current, used: used) }

  /// Gives back everything handed out since the mark was taken.
  ///
  /// An arena that is empty again joins its blocks into one, so that the next request of the same sizes fits whatever their
  /// order, and the capacity stays at what the largest cell needed.
  package func release(to mark: Mark) {
    (current, used) = (mark.current, mark.used)
    guard current == 0 && used == 0 && blocks.count > 1 else { return }
    let bytes = capacity
    for block in blocks { block.deallocate() }
    blocks = [.allocate(byteCount: bytes, alignment: Self.alignment)]
  }

  /// Runs `body` and gives back everything it was handed.
  public func releasing<Result>(_ body: () throws -> Result) rethrows -> Result {
    let mark = mark
    defer { release(to: mark) }
    return try body()
  }

  /// Hands out uninitialised memory for `count` floats; it is valid until released.
  package func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    raw(count * MemoryLayout<Float>.stride).assumingMemoryBound(to: Float.self)
  }

  /// Hands out memory for `count` floats, all zero.
  package func zeros(_ count: Int) -> UnsafeMutablePointer<Float> {
    let pointer = floats(count)
    pointer.initialize(repeating: 0, count: count)
    return pointer
  }

  /// Hands out memory that holds a copy of the given displacements, for the kernels' tap lists.
  package func displacements(_ values: [Int]) -> UnsafePointer<Int> {
    let pointer = raw(values.count * MemoryLayout<Int>.stride).assumingMemoryBound(to: Int.self)
    for (index, value) in values.enumerated() { pointer[index] = value }
    return UnsafePointer(pointer)
  }

  private func raw(_ bytes: Int) -> UnsafeMutableRawPointer {
    let rounded = (max(bytes, 1) + Self.alignment - 1) & ~(Self.alignment - 1)
    while current < blocks.count && used + rounded > blocks[current].count {
      current += 1
      used = 0
    }
    if current == blocks.count {
      blocks.append(.allocate(byteCount: max(rounded, Self.smallestBlock), alignment: Self.alignment))
    }
    defer { used += rounded }
    return blocks[current].baseAddress! + used
  }
}
