/// Float memory for one worker, handed out from the front and given back all at once, so that scoring thousands of cells
/// allocates no more than scoring the largest of them.
///
/// It begins in address space that is reserved once and has memory where it was used, in huge pages where the system has them: no page
/// is cleared twice. Where none can be reserved, or more is needed than was, it holds blocks instead.
///
/// Every piece begins on a 64-byte boundary, as the vector loads of the kernels require. Not thread-safe: one arena a
/// thread.
public final class Arena {
  private var blocks: [UnsafeMutableRawBufferPointer] = []
  private var current = 0
  private var used = 0
  private static let alignment = 64
  private static let smallestBlock = 1 << 22

  private let reserved: ReservedMemory?
  /// The most that was used of what is reserved.
  private var reached = 0

  /// An arena that holds nothing yet.
  public convenience init() { self.init(reserving: 1 << 32) }

  /// An arena that tries to reserve so many bytes of address space.
  package init(reserving bytes: Int) {
    reserved = bytes > 0 ? ReservedMemory(bytes) : nil
    if let reserved { blocks = [reserved.bytes] }
  }

  deinit { for block in blocks.dropFirst(reserved == nil ? 0 : 1) { block.deallocate() } }

  /// Bytes held from the system.
  public var capacity: Int { blocks.dropFirst(reserved == nil ? 0 : 1).reduce(reached) { $0 + $1.count } }

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
    let first = reserved == nil ? 0 : 1
    guard current == 0 && used == 0 && blocks.count > first + 1 else { return }
    let bytes = blocks[first...].reduce(0) { $0 + $1.count }
    for block in blocks[first...] { block.deallocate() }
    blocks[first...] = [.allocate(byteCount: bytes, alignment: Self.alignment)]
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

  /// Hands out uninitialised memory for `count` doubles.
  func doubles(_ count: Int) -> UnsafeMutablePointer<Double> {
    raw(count * MemoryLayout<Double>.stride).assumingMemoryBound(to: Double.self)
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
    defer {
      used += rounded
      if reserved != nil && current == 0 { reached = max(reached, used) }
    }
    return blocks[current].baseAddress! + used
  }
}
