import COpenBLAS

extension LinearAlgebra {
  /// The eigenvalues of a symmetric matrix, ascending (LAPACK `dsyevd`); nil if an element is not finite or the solver failed.
  ///
  /// - Parameter matrix: [order, order]; its lower triangle by rows is read.
  public static func eigenvalues(ofSymmetric matrix: [Double], order: Int) -> [Double]? {
    precondition(matrix.count == order * order, "\(matrix.count) elements are not a matrix of order \(order)")
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    useOneThread()
    var (matrix, values) = (matrix, [Double](repeating: 0, count: order))
    var (n, info, workCount, integerCount) = (Int32(order), Int32(0), Int32(2 * order + 64), Int32(1))
    var (work, integers) = ([Double](repeating: 0, count: Int(workCount)), [Int32](repeating: 0, count: 1))
    dsyevd_("N", "U", &n, &matrix, &n, &values, &work, &workCount, &integers, &integerCount, &info)
    return info == 0 ? values : nil
  }

  /// X with matrix · X = right, for a symmetric positive definite matrix (LAPACK `dposv`, by its Cholesky factor); nil if the
  /// matrix is not positive definite.
  ///
  /// - Parameters:
  ///   - matrix: [order, order].
  ///   - right: [order, columns], by rows, as X is.
  public static func solve(symmetric matrix: [Double], order: Int, right: [Double], columns: Int) -> [Double]? {
    precondition(matrix.count == order * order && right.count == order * columns, "the extents do not fit")
    useOneThread()
    // LAPACK counts by columns: the transposed right-hand side goes in, the transposed solution comes out.
    var (matrix, solution) = (matrix, transposed(right, rows: order, columns: columns))
    var (n, count, info) = (Int32(order), Int32(columns), Int32(0))
    dposv_("U", &n, &count, &matrix, &n, &solution, &n, &info)
    return info == 0 ? transposed(solution, rows: columns, columns: order) : nil
  }

  private static func transposed(_ matrix: [Double], rows: Int, columns: Int) -> [Double] {
    (0..<columns).flatMap { column in (0..<rows).map { matrix[$0 * columns + column] } }
  }
}
