import COpenBLAS

extension LinearAlgebra {
  /// A · Aᵀ, [rows, rows] (`dsyrk`).
  ///
  /// - Parameter matrix: A, [rows, columns].
  public static func gram(_ matrix: [Double], rows: Int, columns: Int) -> [Double] {
    precondition(matrix.count == rows * columns, "\(matrix.count) elements are not a matrix of \(rows)x\(columns)")
    useOneThread()
    var product = [Double](repeating: 0, count: rows * rows)
    cblas_dsyrk(
      CblasRowMajor, CblasUpper, CblasNoTrans, blasint(rows), blasint(columns), 1, matrix, blasint(columns), 0,
      &product,
      blasint(rows))
    for row in 0..<rows {
      for column in 0..<row { product[row * rows + column] = product[column * rows + row] }
    }
    return product
  }

  /// Aᵀ · B, [columns of A, columns of B] (`dgemm`).
  ///
  /// - Parameters:
  ///   - a: A, [rows, columnsOfA].
  ///   - b: B, [rows, columnsOfB].
  public static func product(
    transposed a: [Double], _ b: [Double], rows: Int, columnsOfA: Int, columnsOfB: Int
  ) -> [Double] {
    precondition(a.count == rows * columnsOfA && b.count == rows * columnsOfB, "the extents do not fit")
    useOneThread()
    var product = [Double](repeating: 0, count: columnsOfA * columnsOfB)
    cblas_dgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, blasint(columnsOfA), blasint(columnsOfB), blasint(rows), 1, a,
      blasint(columnsOfA), b, blasint(columnsOfB), 0, &product, blasint(columnsOfB))
    return product
  }
}
