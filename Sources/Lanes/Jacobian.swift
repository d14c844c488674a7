import COpenBLAS

/// Gradients of all seeds, one row a parameter element, one column a seed; float32.
package struct Jacobian {
  package let rows: Int
  /// Columns, rounded up to whole blocks of seeds.
  package let columns: Int
  private let seeds: Int
  private let base: UnsafeMutablePointer<Float>

  package init(rows: Int, split: LaneSplit, arena: Arena) {
    (self.rows, columns, seeds) = (rows, split.blocks * split.seeds, split.seeds)
    base = arena.zeros(rows * columns)
  }

  /// Sets an element.
  package func write(_ value: Double, row: Int, block: Int, seed: Int) {
    base[row * columns + block * seeds + seed] = Float(value)
  }

  /// An element.
  package func value(row: Int, column: Int) -> Float { base[row * columns + column] }

  /// Jᵀ J, [batch, batch], accumulated in float64: a float32 sum is visible at κ near 1e5.
  package func gram(batch: Int) -> [Double] {
    LinearAlgebra.useOneThread()
    var result = [Double](repeating: 0, count: batch * batch)
    let tile = min(rows, 512)
    var doubles = [Double](repeating: 0, count: tile * batch)
    var row = 0
    while row < rows {
      let count = min(tile, rows - row)
      for offset in 0..<count {
        let from = base + (row + offset) * columns
        for column in 0..<batch { doubles[offset * batch + column] = Double(from[column]) }
      }
      cblas_dsyrk(
        CblasRowMajor, CblasUpper, CblasTrans, blasint(batch), blasint(count), 1, doubles, blasint(batch), 1, &result,
        blasint(batch))
      row += count
    }
    for i in 0..<batch { for j in 0..<i { result[i * batch + j] = result[j * batch + i] } }
    return result
  }
}
