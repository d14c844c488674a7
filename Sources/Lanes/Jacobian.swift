import CKernels

/// Gradients of all seeds, one row a parameter element, one column a seed; float32.
package struct Jacobian {
  package let rows: Int
  /// Columns, rounded up to whole blocks of seeds.
  package let columns: Int
  private let seeds: Int
  private let base: UnsafeMutablePointer<Float>

  /// A Jacobian whose elements are still to be written, every one.
  package init(rows: Int, split: LaneSplit, arena: Arena) {
    (self.rows, columns, seeds) = (rows, split.blocks * split.seeds, split.seeds)
    base = arena.floats(rows * columns)
  }

  /// The elements of a block's seeds in a row.
  func seeds(row: Int, block: Int) -> UnsafeMutablePointer<Float> { base + row * columns + block * seeds }

  /// Sets an element.
  package func write(_ value: Double, row: Int, block: Int, seed: Int) {
    base[row * columns + block * seeds + seed] = Float(value)
  }

  /// An element.
  package func value(row: Int, column: Int) -> Float { base[row * columns + column] }

  /// Jᵀ J, [batch, batch], accumulated in float64: a float32 sum is visible at κ near 1e5.
  package func gram(batch: Int, set: InstructionSet, arena: Arena) -> [Double] {
    let mark = arena.mark
    defer { arena.release(to: mark) }
    let step = Int(TENAS_GRAM_STEP)
    let stride = (batch + step - 1) / step * step
    let (tile, sums) = (arena.doubles(Int(TENAS_GRAM_TILE) * stride), arena.doubles(stride * stride))
    sums.initialize(repeating: 0, count: stride * stride)
    set.functions.pointee.add_gram(base, columns, Int32(rows), Int32(batch), tile, sums)
    return (0..<batch * batch).map { place in
      let (i, j) = place.quotientAndRemainder(dividingBy: batch)
      return sums[min(i, j) * stride + max(i, j)]
    }
  }
}
